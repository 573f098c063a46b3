"""Actions of the audit log about merged accounts."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, Action, actions

OWN = (
    Action("people_merged", _("Two accounts merged"), CHANGED, delicate=True),
    Action("merge_undone", _("Merging undone"), CHANGED, delicate=True),
    Action("kept_apart", _("Said to be two people"), CHANGED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
