"""Scripts at addresses of their own: a service worker is for the pages below its address."""

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse


def script(name: str) -> HttpResponse:
    """Return the static file `name` as an answer. Raises `Http404` where there is none."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404
    with open(found, "rb") as file:
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
