"""Personal data of conversations, as declared for access, correction and erasure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

KEPT = 3 * 365
"""Days after the last message."""


def _message(row: Any) -> Mapping[str, Any]:
    """Return a message as the learner gets it: what was written to them is theirs to read, too, and who wrote it is
    said by their part alone.
    """
    writer = str(_("you")) if row.from_learner else str(_("an instructor"))
    return {"conversation": row.thread_id, "from": writer, "at": row.at, "text": row.text}


PERSONAL_DATA = (
    PersonalData(
        "conversations.Thread",
        person="learner",
        what=_("Subjects of the conversations of a learner and their instructors, and when."),
        erased="kept without the person",
        fields=("institution", "course", "activity", "title", "opened_at", "last_at", "closed_at"),
        emptied={"title": ""},
        retention=Retention(KEPT, "last_at"),
    ),
    PersonalData(
        "conversations.Thread",
        person="opened_by",
        what=_("Person who began a conversation."),
        erased="kept without the person",
    ),
    PersonalData(
        "conversations.Message",
        person="thread__learner",
        what=_("Messages between a learner and their instructors."),
        erased="kept without the person",
        shown=_message,
        emptied={"text": ""},
    ),
    PersonalData(
        "conversations.Message",
        person="author",
        what=_("Messages of somebody in conversations."),
        erased="kept without the person",
        fields=("at", "text"),
        emptied={"text": ""},
    ),
    PersonalData(
        "conversations.Reading",
        person="person",
        what=_("Up to where somebody has read a conversation."),
        fields=("thread", "read_at"),
    ),
    PersonalData(
        "conversations.Reading",
        person="thread__learner",
        what=_("Up to where a conversation of a learner was read."),
        erased="kept without the person",
        fields=("read_at",),
    ),
    PersonalData(
        "conversations.Report",
        person="by",
        what=_("Which conversations somebody reported, and why."),
        erased="kept without the person",
        fields=("at", "reason", "handled_at"),
        emptied={"reason": ""},
    ),
    PersonalData(
        "conversations.Report",
        person="thread__learner",
        what=_("That a conversation of a learner was reported, and when it was looked at."),
        erased="kept without the person",
        fields=("at", "handled_at"),
        emptied={"reason": "", "outcome": ""},
    ),
    PersonalData(
        "conversations.Report",
        person="handled_by",
        what=_("Person who looked at a reported conversation."),
        erased="kept without the person",
    ),
)
