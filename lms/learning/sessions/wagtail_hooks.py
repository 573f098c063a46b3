"""Hooks that describe sessions in the history of a cohort."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from . import services

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry


class _Planned(LogFormatter):
    label = gettext_lazy("Plan a session")

    def format_message(self, log_entry: "ModelLogEntry") -> str:
        return _("Session planned: %(title)s") % {"title": log_entry.data.get("title", "")}


class _Changed(LogFormatter):
    label = gettext_lazy("Change a session")

    def format_message(self, log_entry: "ModelLogEntry") -> str:
        return _("Session changed: %(title)s") % {"title": log_entry.data.get("title", "")}


class _CalledOff(LogFormatter):
    label = gettext_lazy("Call a session off")

    def format_message(self, log_entry: "ModelLogEntry") -> str:
        values = {"title": log_entry.data.get("title", ""), "reason": log_entry.data.get("reason", "")}
        return _("Session called off: %(title)s. %(reason)s") % values


@hooks.register("register_log_actions")
def _log(actions: "LogActionRegistry") -> None:
    actions.register_action(services.PLANNED)(_Planned)
    actions.register_action(services.CHANGED)(_Changed)
    actions.register_action(services.CALLED_OFF)(_CalledOff)
