"""The addresses of files that are made in the background."""

from django.urls import path

from . import views

app_name = "files"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.file, name="file"),
    path("<int:pk>/fetch/", views.fetch, name="fetch"),
]
