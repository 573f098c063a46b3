"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "privacy.Erasure",
        person="person",
        what=_("That somebody’s data were to be erased, when and why."),
        erased="kept without the person",
        fields=("reason", "asked_at", "waits_until", "state", "ended_at"),
        emptied={"reason": ""},
        staff=("reason", "asked_at", "waits_until", "state", "ended_at"),
    ),
    PersonalData(
        "privacy.Erasure",
        person="asked_by",
        what=_("Person who asked that somebody’s data be erased."),
        erased="kept without the person",
    ),
    PersonalData(
        "privacy.Remainder",
        person="person",
        what=_("That a part of somebody’s data could not be erased yet."),
        erased="kept without the person",
        fields=("plugin",),
        staff=("plugin",),
    ),
    PersonalData(
        "privacy.Acceptance",
        person="person",
        what=_("Which privacy notice somebody accepted, when, and in which language."),
        merged="moved",
        staff=("notice", "language", "at"),
    ),
    PersonalData(
        "privacy.Notice",
        person="made_by",
        what=_("Person who published a privacy notice."),
        erased="kept without the person",
    ),
)
