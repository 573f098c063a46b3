"""What the audit log says of cards, and of help with signing in."""

from django.utils.translation import gettext_lazy as _

from ..audit.actions import EXPORTED, SIGN_IN, Action, actions

OWN = (
    Action("card_made", _("Activation card made"), SIGN_IN),
    Action("card_withdrawn", _("Activation card withdrawn"), SIGN_IN),
    Action("password_handed_over", _("New password handed over"), SIGN_IN),
    Action("account_activated", _("Chose a password with a card"), SIGN_IN),
    Action("cards_printed", _("Sheet of activation cards fetched"), EXPORTED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
