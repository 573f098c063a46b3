"""The addresses of sources of people, below /academy/people/sources/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.sources, name="sources"),
    path("<int:pk>/<slug:slug>/", views.set_up, name="source"),
    path("<int:pk>/<slug:slug>/read/", views.read, name="source-read"),
    path("<int:pk>/<slug:slug>/remove/", views.remove, name="source-remove"),
]
