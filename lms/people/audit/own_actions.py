"""The actions of this room."""

from django.utils.translation import gettext_lazy as _

from .actions import CHANGED, EXPORTED, REFUSED, RIGHTS, SIGN_IN, Action, actions

OWN = (
    Action("signed_in", _("Signed in"), SIGN_IN),
    Action("signed_out", _("Signed out"), SIGN_IN),
    Action("password_wrong", _("Wrong password"), SIGN_IN, bounded=True),
    Action("locked_out", _("Locked out after too many failures"), SIGN_IN, bounded=True),
    Action("password_link_asked", _("Asked for a link for a forgotten password"), SIGN_IN, bounded=True),
    Action("password_link_made", _("Link for a forgotten password sent"), SIGN_IN),
    Action("refused", _("Refused"), REFUSED, bounded=True),
    Action("password_changed", _("Password changed"), RIGHTS),
    Action("e_mail_asked", _("Asked for another e-mail address"), RIGHTS),
    Action("e_mail_changed", _("E-mail address changed"), RIGHTS),
    Action("superuser_made", _("Superuser made"), RIGHTS),
    Action("is_superuser_changed", _("Superuser or no longer"), RIGHTS),
    Action("is_active_changed", _("May sign in or no longer"), RIGHTS),
    Action("role_given", _("Role given"), RIGHTS),
    Action("role_changed", _("Role changed"), RIGHTS),
    Action("role_taken", _("Role taken away"), RIGHTS),
    Action("group_given", _("Group given"), RIGHTS),
    Action("group_taken", _("Group taken away"), RIGHTS),
    Action("group_all_taken", _("All groups taken away"), RIGHTS),
    Action("permission_given", _("Permission given"), RIGHTS),
    Action("permission_taken", _("Permission taken away"), RIGHTS),
    Action("permission_all_taken", _("All permissions taken away"), RIGHTS),
    Action("person_made", _("Person made"), CHANGED),
    Action("person_changed", _("Person changed"), CHANGED, delicate=True),
    Action("person_deleted", _("Person deleted"), CHANGED, delicate=True),
    Action("cohort_made", _("Cohort made"), CHANGED),
    Action("cohort_changed", _("Cohort changed"), CHANGED),
    Action("cohort_deleted", _("Cohort deleted"), CHANGED),
    Action("institution_changed", _("Institution changed"), CHANGED),
    Action("person_transferred", _("Transferred to another institution"), CHANGED, delicate=True),
    Action("cohort_joined", _("Added to a cohort"), CHANGED),
    Action("cohort_closed", _("Closed a cohort"), CHANGED),
    Action("cohort_opened", _("Opened a cohort again"), CHANGED),
    Action("cohort_left", _("Taken out of a cohort"), CHANGED),
    Action("institution_made", _("Institution made"), CHANGED),
    Action("institution_deleted", _("Institution deleted"), CHANGED, delicate=True),
    Action("institution_moved", _("Institution moved"), CHANGED, delicate=True),
    Action("plugin_switched", _("Plugin switched"), CHANGED),
    Action("log_exported", _("Audit log exported"), EXPORTED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
