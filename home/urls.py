"""Addresses of the landing page of each role, and of the health page."""

from django.urls import path

from . import views

urlpatterns = [
    path("start/", views.landing, name="landing"),
    path("health/", views.health, name="health"),
]
