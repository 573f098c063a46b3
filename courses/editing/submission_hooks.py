"""Hooks of Wagtail’s admin for courses that are handed in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from ..pages.forms import course_key
from ..pages.models import ReleasedPage
from ..publishing import submission_services
from . import submission_views

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

    from lms.people.directory.models import User


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    one = "courses/submissions/<int:submission_id>/"
    return [
        path("courses/hand-in/<uuid:key>/", submission_views.hand_in, name="courses_hand_in"),
        path("courses/submissions/", submission_views.submissions, name="courses_submissions"),
        path(one, submission_views.submission, name="courses_submission"),
        path(f"{one}approve/", submission_views.approve, name="courses_approve"),
        path(f"{one}send-back/", submission_views.send_back, name="courses_send_back"),
        path(f"{one}take-back/", submission_views.take_back, name="courses_take_back"),
    ]


@hooks.register("register_reports_menu_item")
def _item() -> MenuItem:
    return MenuItem(
        _("Courses handed in"),
        reverse_lazy("courses_submissions"),
        name="courses-handed-in",
        icon_name="clipboard-list",
        order=1100,
    )


@hooks.register("register_page_header_buttons")
def _buttons(page: Page, user: "User", view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield links from a page of a course to handing the whole course in, and to what a release of it would change.
    Where a page is edited the menu in which it is saved leads to handing in.
    """
    key = course_key(page.specific_deferred) if issubclass(page.specific_class or Page, ReleasedPage) else None
    if key is not None and page.permissions_for_user(user).can_edit():
        if view_name != "edit":
            yield Button(
                _("Hand in the course"), reverse("courses_hand_in", args=[key]), icon_name="check", priority=61
            )
        yield Button(
            _("What a release changes"), reverse("courses_release", args=[key]), icon_name="clipboard-list", priority=62
        )


@hooks.register("register_log_actions")
def _log_actions(actions: "LogActionRegistry") -> None:
    """Register log actions: the course page's history tells who handed in what, and who decided on it."""
    for action, label, sentence in (
        (submission_services.HANDED_IN, _("Hand in the course"), _("Handed in: %(note)s")),
        (submission_services.APPROVED, _("Approve"), _("Approved what was handed in: %(note)s")),
        (submission_services.SENT_BACK, _("Send back"), _("Sent back what was handed in (%(note)s): %(reason)s")),
        (submission_services.WITHDRAWN, _("Withdraw"), _("Withdrew what was handed in: %(note)s")),
    ):
        actions.register_action(action)(_formatter(label, sentence))


def _formatter(label: object, sentence: object) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        def format_message(self, entry: Any) -> str:
            return str(sentence) % entry.data

    Formatter.label = label
    return Formatter
