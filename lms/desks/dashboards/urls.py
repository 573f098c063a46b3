"""Addresses of the page “At a glance” and of what is said on regular training, below those of the reports."""

from django.urls import path

from . import regular_views, views

app_name = "dashboards"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("regular-training/<int:pk>/", regular_views.regular, name="regular"),
]
