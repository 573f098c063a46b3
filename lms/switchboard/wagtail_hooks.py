"""How this room hangs in Wagtail's admin."""

from typing import Any

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.people.requests import SignedInRequest

from . import admin


class PluginsItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return admin.may_see(request.user)


@hooks.register("register_admin_urls")
def _urls() -> list[Any]:
    return [
        path("plugins/", admin.overview, name="switchboard_plugins"),
        path("plugins/<slug:slug>/", admin.plugin, name="switchboard_plugin"),
        path("plugins/<slug:slug>/take-up/", admin.take_up, name="switchboard_take_up"),
        path("plugins/<slug:slug>/deliver-again/", admin.deliver_again, name="switchboard_deliver_again"),
    ]


@hooks.register("register_settings_menu_item")
def _item() -> MenuItem:
    return PluginsItem(_("Plugins"), reverse_lazy("switchboard_plugins"), name="plugins", icon_name="cogs", order=650)
