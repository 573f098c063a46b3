"""Hooks of this room in Wagtail's admin."""

from typing import TYPE_CHECKING

from django.urls import path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from lms.people.directory.requests import SignedInRequest

from . import admin, setting_views
from .setting_values import CHANGED

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry


class PluginsItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return admin.may_see(request.user)


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [
        path("plugins/", admin.overview, name="switchboard_plugins"),
        path("plugins/<slug:slug>/", admin.plugin, name="switchboard_plugin"),
        path("plugins/<slug:slug>/settings/<int:pk>/", setting_views.settings, name="switchboard_settings"),
        path("plugins/<slug:slug>/take-up/", admin.take_up, name="switchboard_take_up"),
        path("plugins/<slug:slug>/deliver-again/", admin.deliver_again, name="switchboard_deliver_again"),
    ]


@hooks.register("register_settings_menu_item")
def _item() -> MenuItem:
    return PluginsItem(_("Plugins"), reverse_lazy("switchboard_plugins"), name="plugins", icon_name="cogs", order=650)


@hooks.register("register_log_actions")
def _changed_settings(actions: "LogActionRegistry") -> None:
    """Describe in the site's history who set which settings of a plugin, and no value."""

    class Changed(LogFormatter):
        label = _("Set a plugin’s settings")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            words = {"plugin": log_entry.data["plugin"], "settings": ", ".join(log_entry.data["settings"])}
            return gettext("Settings of the plugin “%(plugin)s” set: %(settings)s") % words

    actions.register_action(CHANGED)(Changed)
