"""What this room keeps about people."""

from lms.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "privacy.Erasure",
        person="person",
        what="That somebody’s data were to be erased, when and why.",
        erased="kept without the person",
        fields=("reason", "asked_at", "waits_until", "state", "ended_at"),
        emptied={"reason": ""},
    ),
    PersonalData(
        "privacy.Erasure",
        person="asked_by",
        what="Who asked that somebody’s data be erased.",
        erased="kept without the person",
    ),
)
