"""Personal data that actions on many keep about people."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

BULK = (
    PersonalData(
        "people.BulkRow",
        person="person",
        what=_("That an administrator did something to many accounts at once, for thirty days."),
        fields=("outcome",),
    ),
    PersonalData(
        "people.BulkAction",
        person="by",
        what=_("Actions on many that somebody began, for thirty days."),
        fields=("act", "made_at", "status"),
    ),
)
