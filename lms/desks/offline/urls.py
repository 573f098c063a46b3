"""Addresses of learning without network."""

from django.urls import path

from . import views

app_name = "offline"

urlpatterns = [
    path("sync/", views.sync, name="sync"),
    path("held/", views.held, name="held"),
]
