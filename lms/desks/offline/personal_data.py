"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "offline.Held",
        person="learner",
        what=_("Answers that a phone sent after learning without network and that could not be counted."),
        fields=("raw", "reason", "occurred_at", "received_at", "device"),
        merged="moved",
    ),
    PersonalData(
        "offline.Device",
        person="person",
        what=_("Phones on which the person keeps courses, each with the public half of its key."),
        fields=("name", "first_seen_at", "last_seen_at", "revoked_at"),
        merged="moved",
    ),
    PersonalData(
        "offline.ChainBreak",
        person="device__person",
        what=_("Places at which the order of what a phone sent does not fit: something was changed or left out."),
        fields=("sequence", "found_at"),
    ),
    PersonalData(
        "offline.Draw",
        person="enrolment__learner",
        what=_("Forms of quizzes that were drawn for a phone, with the phone and the time."),
        fields=("device", "issued_at", "expires_at"),
    ),
)
