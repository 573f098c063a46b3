"""Where each role lands, and what is up."""

from django.urls import path

from . import views

urlpatterns = [
    path("start/", views.landing, name="landing"),
    path("health/", views.health, name="health"),
]
