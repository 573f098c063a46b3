"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "teaching.MemberStanding",
        person="member__user",
        what=_("How far somebody is in the courses of a cohort, as numbers, so that its page need not count."),
        fields=("cohort", "reason", "enrolled", "completed", "done", "seen"),
        staff=("cohort", "reason", "enrolled", "completed", "done", "seen"),
    ),
    PersonalData(
        "teaching.AttentionRule",
        person="set_by",
        what=_("Person who changed when people of a cohort need attention."),
        erased="kept without the person",
    ),
)
