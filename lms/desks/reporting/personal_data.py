"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "reporting.Completer",
        person="learner",
        what=_("At which institution somebody completed how many courses, as a number."),
        erased="kept without the person",
    ),
)
