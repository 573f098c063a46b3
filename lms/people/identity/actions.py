"""Actions of the audit log of this room."""

from django.utils.translation import gettext_lazy as _

from ..audit.actions import CHANGED, EXPORTED, RIGHTS, SIGN_IN, Action, actions

OWN = (
    # Cards and help with signing in.
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
    # The second factor.
    Action("code_wrong", _("Wrong code"), SIGN_IN, bounded=True),
    Action("sessions_ended", _("Sessions ended"), SIGN_IN),
    Action("recovery_code_used", _("Recovery code used"), SIGN_IN),
    Action("factor_added", _("Second factor set up"), RIGHTS),
    Action("factor_removed", _("Second factor removed"), RIGHTS),
    Action("recovery_codes_made", _("Recovery codes made"), RIGHTS),
    Action("factor_reset", _("Second factor reset"), RIGHTS),
    Action("factor_policy_set", _("Second factor of staff: what is asked"), RIGHTS),
    # Shared devices.
    Action("shared_devices_switched", _("Shared devices switched on or off"), RIGHTS),
    Action("device_shared", _("Shared device opened"), RIGHTS),
    Action("device_withdrawn", _("Shared device withdrawn"), RIGHTS),
    Action("pin_set", _("PIN set on a shared device"), SIGN_IN),
    Action("pin_used", _("Signed in with a PIN"), SIGN_IN),
    Action("pin_wrong", _("Wrong PIN"), SIGN_IN, bounded=True),
    Action("pin_gone", _("PIN deleted after wrong ones"), SIGN_IN),
    # Single sign-on.
    Action("signed_on", _("Shown by the sign-in of the institution"), SIGN_IN),
    Action("sign_on_refused", _("Single sign-on refused"), SIGN_IN, bounded=True),
    Action("sign_on_changed", _("Single sign-on set up"), RIGHTS),
    Action("sign_on_removed", _("Single sign-on removed"), RIGHTS),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
