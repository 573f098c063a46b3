"""Actions of the audit log about cards and help with signing in."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, EXPORTED, SIGN_IN, Action, actions

OWN = (
    Action("card_made", _("Activation card made"), SIGN_IN, delicate=True),
    Action("card_withdrawn", _("Activation card withdrawn"), SIGN_IN),
    Action("password_handed_over", _("New password handed over"), SIGN_IN, delicate=True),
    Action("activation_mailed", _("Link for activation sent by mail"), SIGN_IN, delicate=True),
    Action("activation_texted", _("Link for activation sent by text message"), SIGN_IN, delicate=True),
    Action("account_activated", _("Chose a password with a card"), SIGN_IN),
    Action("name_asked", _("Asked for another name"), CHANGED),
    Action("name_accepted", _("Another name accepted"), CHANGED, delicate=True),
    Action("name_refused", _("Another name refused"), CHANGED),
    Action("cards_printed", _("Sheet of activation cards fetched"), EXPORTED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
