"""The site with the addresses of “orchard” below it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from lms import urls as site
from lms.people.models import Institution


def trees(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        ", ".join(Institution.objects.visible_to(request.user).order_by("path").values_list("name", flat=True))
    )


trouble: list[Exception] = []


def ladder(request: HttpRequest) -> HttpResponse:
    if trouble:
        raise trouble[0]
    return HttpResponse("A ladder.")


orchard = [path("trees/", trees, name="trees"), path("ladder/", ladder, name="ladder")]
handler400 = site.handler400
urlpatterns = [path("x/orchard/", include((orchard, "orchard"), namespace="orchard")), *site.urlpatterns]
