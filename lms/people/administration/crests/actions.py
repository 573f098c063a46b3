"""Actions of the audit log about crests."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, Action, actions

OWN = (
    Action("crest_changed", _("Crest changed"), CHANGED),
    Action("crest_removed", _("Crest removed"), CHANGED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
