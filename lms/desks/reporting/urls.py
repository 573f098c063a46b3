"""Addresses of the reports."""

from django.urls import path

from . import plugin_report_views, views

app_name = "reports"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("completion/", views.completion_table, name="completion"),
    path("completion/list/", views.completion_list, name="lines"),
    path("completion/list/<slug:extension>/", views.list_file, name="lines-file"),
    path("completion/<slug:extension>/", views.completion_file, name="completion-file"),
    path("more/<slug:slug>/", plugin_report_views.report, name="more"),
    path("more/<slug:slug>/<slug:extension>/", plugin_report_views.report_file, name="more-file"),
]
