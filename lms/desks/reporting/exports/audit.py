"""Kinds of audit log entries that this room writes."""

from django.utils.translation import gettext_lazy as _

from lms.people.audit.actions import EXPORTED, Action, actions

EXPORT = "report_exported"


def register() -> None:
    """Add the action, when the app is ready."""
    actions.register(Action(EXPORT, _("Downloaded a report"), EXPORTED))
