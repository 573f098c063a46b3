"""Kinds of audit log entries that this room writes."""

from django.utils.translation import gettext_lazy as _

from lms.people.audit.actions import CHANGED, EXPORTED, SAW, Action, actions

SEEN = "person_seen"
OPENED = "attempt_seen"
EXPORT = "cohort_exported"
REMINDED = "person_reminded"
TUNED = "attention_tuned"


def register() -> None:
    """Add the actions, when the app is ready."""
    actions.register(
        Action(SEEN, _("Opened the page of a person"), SAW),
        Action(OPENED, _("Opened the attempt of a learner"), SAW),
        Action(EXPORT, _("Downloaded the file of a cohort"), EXPORTED),
        Action(REMINDED, _("Reminded a learner"), CHANGED),
        Action(TUNED, _("Changed who needs attention in a cohort"), CHANGED),
    )
