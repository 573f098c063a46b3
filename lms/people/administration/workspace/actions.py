"""Actions of the audit log about the administrator's pages."""

from django.utils.translation import gettext_lazy as _

from ...audit.actions import CHANGED, SAW, Action, actions

OWN = (
    Action("person_page_seen", _("Opened somebody’s page at the academy"), SAW),
    Action("issuing_set", _("Said who issues certificates"), CHANGED, delicate=True),
    Action("country_made", _("Country added"), CHANGED),
    Action("country_changed", _("Country changed"), CHANGED),
    Action("country_deleted", _("Country deleted"), CHANGED),
    Action("first_steps_put_away", _("List of first steps put away or back"), CHANGED),
    Action("cohort_rule_set", _("Rule of a cohort set"), CHANGED),
    Action("cohort_rule_ended", _("Rule of a cohort ended"), CHANGED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
