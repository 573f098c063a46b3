"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "indicators.Detail",
        person="link__person",
        what=_("Facts behind a figure of a programme when it was sealed: course, month, tests and attendance."),
        fields=("body",),
        staff=("body",),
    ),
    PersonalData(
        "indicators.Link",
        person="person",
        what=_("Which row of a sealed list of a programme is of whom; the row itself names nobody."),
        fields=("snapshot_id", "pseudonym"),
        merged="moved",
    ),
    PersonalData(
        "indicators.Definition",
        person="made_by",
        what=_("Person who defined an indicator."),
        erased="kept without the person",
    ),
    PersonalData(
        "indicators.Target",
        person="set_by",
        what=_("Person who set a target of an indicator."),
        erased="kept without the person",
    ),
    PersonalData(
        "indicators.Count",
        person="by",
        what=_("Person who asked for a value of an indicator."),
        erased="kept without the person",
    ),
)
