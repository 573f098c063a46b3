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
)
