"""Entries of the author's checks, of courses that leave and come, and of the operation, in Wagtail's admin."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.models import ActivityPage, CoursePage, ProgrammePage
from lms.people.directory.requests import SignedInRequest

from .checks.views import course_checks
from .exchange import views as exchange

if TYPE_CHECKING:
    from lms.people.directory.models import User


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    into = "course-import/<int:page_id>/"
    return [
        path("course-checks/<int:page_id>/", course_checks, name="course_checks"),
        path("course-export/<int:page_id>/", exchange.course_export, name="course_export"),
        path(into, exchange.course_import, name="course_import"),
        path(f"{into}confirm/", exchange.course_import_confirm, name="course_import_confirm"),
    ]


@hooks.register("register_page_header_buttons")
def _button(page: Page, user: "User", view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield a link from a page of a course to the findings: the pages of translators have no panel of checks."""
    is_of_course = issubclass(page.specific_class or Page, CoursePage | ActivityPage)
    if is_of_course and page.permissions_for_user(user).can_edit():
        yield Button(_("Check the course"), reverse("course_checks", args=[page.pk]), icon_name="glasses", priority=63)


@hooks.register("register_page_header_buttons")
def _exchange(page: Page, user: "User", view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield a link from a course to its files, and from a programme to bringing some."""
    model, allowed = page.specific_class or Page, page.permissions_for_user(user)
    if issubclass(model, CoursePage) and allowed.can_edit():
        yield Button(_("Export the course"), reverse("course_export", args=[page.pk]), icon_name="upload", priority=64)
    if issubclass(model, ProgrammePage) and allowed.can_add_subpage():
        yield Button(_("Import a course"), reverse("course_import", args=[page.pk]), icon_name="download", priority=64)


@hooks.register("register_help_menu_item")
def _book() -> MenuItem:
    return MenuItem(gettext_lazy("Help of Mafunzo"), reverse_lazy("help-page", args=["editing"]), name="book", order=1)


class OperationItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return request.user.is_superuser


@hooks.register("register_reports_menu_item")
def _operation() -> MenuItem:
    return OperationItem(
        gettext_lazy("Operation"), reverse_lazy("operation"), name="operation", icon_name="cogs", order=1200
    )
