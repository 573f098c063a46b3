"""The addresses of the audit log, part of those of the administrator's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("log/", views.log, name="log"),
    path("log/export.csv", views.export, name="log-file"),
]
