"""The addresses of duplicates, part of those of the administrator's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/<int:first>/<int:second>/", views.pair, name="pair"),
    path("duplicates/<int:first>/<int:second>/apart/", views.apart, name="pair-apart"),
    path("merges/<int:pk>/undo/", views.undo, name="merge-undo"),
]
