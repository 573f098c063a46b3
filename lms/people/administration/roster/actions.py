"""Actions of the audit log about lists of people."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, Action, actions

OWN = (
    Action("list_applied", _("List of people applied"), CHANGED, delicate=True),
    Action("list_undone", _("List of people undone"), CHANGED, delicate=True),
    Action("person_added_by_list", _("Added by a list"), CHANGED),
    Action("person_changed_by_list", _("Changed by a list"), CHANGED),
    Action("person_removed_by_list", _("Removed with a list that was undone"), CHANGED),
    Action("transfer_asked", _("Asked for by another institution"), CHANGED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
