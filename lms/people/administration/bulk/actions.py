"""Actions of the audit log about actions on many."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, Action, actions

OWN = (
    Action("bulk_begun", _("Action on many begun"), CHANGED, delicate=True),
    Action("bulk_undone", _("Action on many undone"), CHANGED, delicate=True),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
