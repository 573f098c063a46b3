"""The addresses of the administrator's pages: each package of this room gives its own."""

from ..audit.urls import urlpatterns as audit
from ..factors.urls import academy as factors

app_name = "academy"

urlpatterns = [*audit, *factors]
