"""Actions of the audit log about stand-ins; the role given or taken is an entry of its own."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import RIGHTS, Action, actions

OWN = (
    Action("stand_in_asked", _("Is to stand in for somebody"), RIGHTS),
    Action("stand_in_given", _("Stands in for somebody"), RIGHTS),
    Action("stand_in_ended", _("No longer stands in for somebody"), RIGHTS),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
