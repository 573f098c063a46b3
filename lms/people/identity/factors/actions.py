"""Actions of the audit log about second factors."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import RIGHTS, SIGN_IN, Action, actions

OWN = (
    Action("code_wrong", _("Wrong code"), SIGN_IN, bounded=True),
    Action("sessions_ended", _("Sessions ended"), SIGN_IN),
    Action("recovery_code_used", _("Recovery code used"), SIGN_IN),
    Action("factor_added", _("Second factor set up"), RIGHTS),
    Action("factor_removed", _("Second factor removed"), RIGHTS),
    Action("recovery_codes_made", _("Recovery codes made"), RIGHTS),
    Action("factor_reset", _("Second factor reset"), RIGHTS),
    Action("factor_policy_set", _("Second factor of staff: what is asked"), RIGHTS),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
