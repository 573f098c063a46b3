"""Actions of the audit log about requests for a transfer."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, SAW, Action, actions
from ..records.number_conflicts import MET

OWN = (
    Action("transfer_confirmed", _("Transfer confirmed"), CHANGED, delicate=True),
    Action("transfer_declined", _("Transfer declined"), CHANGED),
    Action(MET, _("Came upon a service number of another institution"), SAW),
    Action("transfer_withdrawn", _("Request for a transfer withdrawn"), CHANGED),
)
"""“transfer_asked” is registered by lists of people, which ask as well."""


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
