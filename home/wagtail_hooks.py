"""Entries of the author's checks in Wagtail's admin."""

from django.urls import path
from wagtail import hooks

from .checks.views import course_checks


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [path("course-checks/<int:page_id>/", course_checks, name="course_checks")]
