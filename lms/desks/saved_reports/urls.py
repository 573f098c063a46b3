"""Addresses of saved reports, below those of the reports."""

from django.urls import path

from . import views

app_name = "saved_reports"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.keep, name="keep"),
    path("<int:pk>/", views.view, name="view"),
    path("<int:pk>/change/", views.change, name="change"),
    path("schedules/<int:pk>/", views.schedule, name="schedule"),
]
