"""Actions of the audit log about single sign-on."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import RIGHTS, SIGN_IN, Action, actions

OWN = (
    Action("signed_on", _("Shown by the sign-in of the institution"), SIGN_IN),
    Action("sign_on_refused", _("Single sign-on refused"), SIGN_IN, bounded=True),
    Action("sign_on_changed", _("Single sign-on set up"), RIGHTS),
    Action("sign_on_removed", _("Single sign-on removed"), RIGHTS),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
