"""The addresses of standing in: one of the administrator's pages, and one's own."""

from django.urls import path

from . import views

academy = [
    path("stand-ins/", views.academy, name="stand-ins"),
    path("stand-ins/<int:pk>/confirm/", views.confirm, name="stand-in-confirm"),
]
urlpatterns = [
    path("account/stand-ins/", views.own, name="stand-ins"),
    path("account/stand-ins/<int:pk>/end/", views.end, name="stand-in-end"),
]
