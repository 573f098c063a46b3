"""Actions of the audit log about sources of people."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import RIGHTS, Action, actions


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(
        Action("people_source_set", _("Source of people set up"), RIGHTS),
        Action("people_source_removed", _("Source of people removed"), RIGHTS),
    )
