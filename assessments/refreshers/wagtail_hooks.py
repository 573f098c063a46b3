"""Entry in Wagtail's admin: from a course's page to the schedule of its refreshers."""

from typing import TYPE_CHECKING

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from courses.pages.permissions import may_publish_course

from . import admin

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

    from lms.people.directory.models import User


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [path("refreshers/<uuid:course>/", admin.schedule, name="refreshers_schedule")]


@hooks.register("register_page_header_buttons")
def _button(page: "Page", user: "User", view_name: str, next_url: str | None = None) -> object:
    if page.live and may_publish_course(page, user):
        address = reverse("refreshers_schedule", args=[page.translation_key])
        yield Button(_("Refreshers"), address, icon_name="history", priority=67)


@hooks.register("register_log_actions")
def _log(actions: "LogActionRegistry") -> None:
    actions.register_action(
        admin.SCHEDULED, gettext_lazy("Set refreshers"), gettext_lazy("Set when the course comes back")
    )
