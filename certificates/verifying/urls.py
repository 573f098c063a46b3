"""The page that verifies certificates without a network, below which its service worker holds."""

from django.urls import path

from . import views

app_name = "verify"
urlpatterns = [
    path("", views.page, name="page"),
    path("keys/", views.key_set, name="keys"),
    path("list/", views.revocations, name="list"),
    path("manifest.json", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
]
