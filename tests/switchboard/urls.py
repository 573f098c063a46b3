"""The site with the addresses of “orchard” below it."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Origin, Template
from django.urls import include, path

from lms import urls as site
from lms.people.directory.institutions import Institution

from . import orchard as code


def trees(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        ", ".join(Institution.objects.visible_to(request.user).order_by("path").values_list("name", flat=True))
    )


trouble: list[Exception] = []


def ladder(request: HttpRequest) -> HttpResponse:
    if trouble:
        raise trouble[0]
    return HttpResponse("A ladder.")


def wall(request: HttpRequest, part: str) -> HttpResponse:
    """A page of the site that asks the plugin's code, or draws with a template of it."""
    if part == "block":
        code.listen(None)  # type: ignore[arg-type]
    template = Template("{% for fruit in fruits %}{% endfor %}", Origin("", "orchard/wall.html"))
    return HttpResponse(template.render(Context({"fruits": 3 if part == "template" else []})))


orchard = [path("trees/", trees, name="trees"), path("ladder/", ladder, name="ladder")]
handler400, handler404 = site.handler400, site.handler404
urlpatterns = [
    path("wall/<slug:part>/", wall, name="wall"),
    path("x/orchard/", include((orchard, "orchard"), namespace="orchard")),
    *site.urlpatterns,
]
