"""The addresses of refreshers, below /x/refreshers/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("switch/", views.switch, name="switch"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/skip/", views.skip, name="skip"),
]
