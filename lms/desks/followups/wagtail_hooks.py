"""Entry in Wagtail's admin: from a course's page to what it asks when it is completed."""

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
    return [path("followups/<uuid:course>/", admin.rule, name="followups_rule")]


@hooks.register("register_page_header_buttons")
def _button(page: "Page", user: "User", view_name: str, next_url: str | None = None) -> object:
    if page.live and may_publish_course(page, user):
        address = reverse("followups_rule", args=[page.translation_key])
        yield Button(_("Questions afterwards"), address, icon_name="help", priority=68)


@hooks.register("register_log_actions")
def _log(actions: "LogActionRegistry") -> None:
    actions.register_action(
        admin.SET, gettext_lazy("Set questions afterwards"), gettext_lazy("Set what the course asks when completed")
    )
