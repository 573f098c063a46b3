"""The addresses of crests: part of the administrator's pages, and the pictures."""

from django.urls import path

from . import views

academy = [
    path("institution/<int:pk>/crest/", views.crest, name="crest"),
    path("institution/<int:pk>/crest/remove/", views.remove, name="crest-remove"),
]
urlpatterns = [path("crests/<slug:digest>.png", views.picture, name="crest-picture")]
