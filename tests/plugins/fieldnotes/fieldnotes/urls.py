"""The addresses, which are served below /x/fieldnotes/ to people who are signed in, where the plugin is on for them."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("<int:pk>/countersign/", views.countersign, name="countersign"),
]
