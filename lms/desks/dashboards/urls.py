"""Address of the page “At a glance”, below those of the reports."""

from django.urls import path

from . import views

app_name = "dashboards"

urlpatterns = [path("", views.dashboard, name="dashboard")]
