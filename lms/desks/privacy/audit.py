"""Kinds of audit log entries that this room writes."""

from django.utils.translation import gettext_lazy as _

from lms.people.audit.actions import CHANGED, EXPORTED, SAW, Action, actions

OWN = (
    Action("personal_data_seen", _("Opened what is held about a person"), SAW),
    Action("personal_data_exported", _("Everything held about a person exported"), EXPORTED),
    Action("erasure_asked", _("Erasure of a person asked for"), CHANGED, delicate=True),
    Action("erasure_stopped", _("Erasure of a person stopped"), CHANGED),
    Action("erasure_lapsed", _("Erasure of a person not carried out"), CHANGED),
    Action("notice_published", _("Privacy notice published"), CHANGED, delicate=True),
    Action("notice_accepted", _("Privacy notice accepted"), CHANGED),
    Action("person_erased", _("Person erased"), CHANGED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)
