"""Entries of the author's checks in Wagtail's admin."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.models import ActivityPage, CoursePage

from .checks.views import course_checks

if TYPE_CHECKING:
    from lms.people.directory.models import User


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [path("course-checks/<int:page_id>/", course_checks, name="course_checks")]


@hooks.register("register_page_header_buttons")
def _button(page: Page, user: "User", view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield a link from a page of a course to the findings: the pages of translators have no panel of checks."""
    is_of_course = issubclass(page.specific_class or Page, CoursePage | ActivityPage)
    if is_of_course and page.permissions_for_user(user).can_edit():
        yield Button(_("Check the course"), reverse("course_checks", args=[page.pk]), icon_name="glasses", priority=63)
