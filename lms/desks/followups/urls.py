"""Addresses of questions after courses: for whoever has a link, one's own, and those of reporters."""

from django.urls import path

from . import staff_views, views

app_name = "followups"

urlpatterns = [
    path("after/", views.mine, name="mine"),
    path("after/<str:token>/", views.ask, name="ask"),
    path("reports/after/", staff_views.answers, name="answers"),
    path("academy/after/", staff_views.places, name="places"),
    path("academy/after/<int:pk>/", staff_views.place, name="place"),
]
