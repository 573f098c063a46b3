"""The library, and files of compiled content."""

from django.urls import path

from . import views

app_name = "courses"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("content/<str:name>", views.media, name="media"),
    path("media/<path:path>", views.admin_file, name="admin_file"),
]
