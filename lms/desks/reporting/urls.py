"""Addresses of the reports."""

from django.urls import path

from . import views
from .tables.completion import Completion
from .tables.enrolment_list import Lines

app_name = "reports"
COMPLETION, LINES = ({"slug": report.slug, "own": True} for report in (Completion, Lines))

urlpatterns = [
    path("", views.overview, name="overview"),
    path("completion/", views.report, COMPLETION, name="completion"),
    path("completion/list/", views.report, LINES, name="lines"),
    path("completion/list/<slug:extension>/", views.report_file, LINES, name="lines-file"),
    path("completion/<slug:extension>/", views.totals_file, COMPLETION, name="completion-file"),
    path("more/<slug:slug>/", views.report, name="more"),
    path("more/<slug:slug>/<slug:extension>/", views.report_file, name="more-file"),
]
