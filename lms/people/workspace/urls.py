"""The addresses of the administrator's pages: each package of this room gives its own."""

from ..audit.urls import urlpatterns as audit

app_name = "academy"

urlpatterns = [*audit]
