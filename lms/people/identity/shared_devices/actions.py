"""Actions of the audit log about shared devices and PINs."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import RIGHTS, SIGN_IN, Action, actions

OWN = (
    Action("shared_devices_switched", _("Shared devices switched on or off"), RIGHTS),
    Action("device_shared", _("Shared device opened"), RIGHTS),
    Action("device_withdrawn", _("Shared device withdrawn"), RIGHTS),
    Action("pin_set", _("PIN set on a shared device"), SIGN_IN),
    Action("pin_used", _("Signed in with a PIN"), SIGN_IN),
    Action("pin_wrong", _("Wrong PIN"), SIGN_IN, bounded=True),
    Action("pin_gone", _("PIN deleted after wrong ones"), SIGN_IN),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
