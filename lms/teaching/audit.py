"""What this room notes in the audit log."""

from django.utils.translation import gettext_lazy as _

from lms.people.audit.actions import EXPORTED, SAW, Action, actions

SEEN = "person_seen"
EXPORT = "cohort_exported"


def register() -> None:
    """Add the actions, when the app is ready."""
    actions.register(
        Action(SEEN, _("Opened the page of a person"), SAW),
        Action(EXPORT, _("Downloaded the file of a cohort"), EXPORTED),
    )
