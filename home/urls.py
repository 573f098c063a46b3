"""Addresses of the landing page of each role, of help, and of the health page."""

from django.urls import path

from . import views
from .help import views as help_views
from .operation.health import views as health_views

urlpatterns = [
    path("start/", views.landing, name="landing"),
    path("health/", health_views.health, name="health"),
    path("metrics", health_views.metrics, name="metrics"),
    path("operation/", health_views.operation, name="operation"),
    path("operation/book/<slug:name>/", help_views.operation_page, name="operation-book"),
    path("help/", help_views.page, name="help"),
    path("help/<slug:name>/", help_views.page, name="help-page"),
]
