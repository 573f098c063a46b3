"""The floor that costs are compared with: a bare signed-in Django view."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

from . import counting

TINY = "<!doctype html><title>Floor</title><p>{{ user.name }}</p>"


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    """Database session, user, tiny template."""
    return HttpResponse(engines["django"].from_string(TINY).render({"user": request.user}, request))


def streamed(request: HttpRequest) -> HttpResponse:
    """How many statements the last streamed response took, since its headers left before they were counted."""
    return HttpResponse(str(counting.last_streamed))
