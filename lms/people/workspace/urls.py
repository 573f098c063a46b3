"""The addresses of the administrator's pages: each package of this room gives its own."""

from django.urls import include, path

from ..audit.urls import urlpatterns as audit
from ..factors.urls import academy as factors
from ..roster.urls import urlpatterns as lists

app_name = "academy"

urlpatterns = [*audit, *factors, path("people/lists/", include(lists))]
