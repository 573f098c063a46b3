"""Personal data of this room, as declared for access, correction and erasure. Answers to surveys are of nobody."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

if TYPE_CHECKING:
    from lms.people.directory.models import User

KEPT_DAYS = 730


def _asked_twice(rows: Any, person: "User") -> Any:
    """Yield what the leaving account was not asked yet and `person` is, so that nobody is asked twice."""
    from .models import Inquiry

    own = set(Inquiry.objects.of(person).values_list("course", "months"))
    yield from (row for row in rows.filter(asked_at=None) if (row.course_id, row.months) in own)


PERSONAL_DATA = (
    PersonalData(
        "followups.Example",
        person="inquiry__learner",
        what=_("Words of somebody on how they used a course at work."),
        fields=("text", "at"),
        retention=Retention(KEPT_DAYS, "at"),
    ),
    PersonalData(
        "followups.Inquiry",
        person="learner",
        what=_("Questions after a course and when they were answered, with sex, rank and unit of that time."),
        erased="kept without the person",
        fields=("course", "months", "unit", "sex", "rank", "role_family", "opens_at", "asked_at", "answered_at"),
        emptied={"rank": ""},
        merged="moved",
        spare=_asked_twice,
    ),
    PersonalData(
        "followups.Answer",
        person="inquiry__learner",
        what=_("Answers on whether a course is used at work. Answers to surveys are kept without a person."),
        erased="kept without the person",
        fields=("used", "what", "hindered"),
    ),
    PersonalData(
        "followups.Confirmation",
        person="inquiry__learner",
        what=_("Whether a supervisor confirms that somebody used a course at work."),
        erased="kept without the person",
        fields=("asked_at", "decided_at", "confirmed"),
    ),
    PersonalData(
        "followups.Confirmation",
        person="supervisor",
        what=_("Person who confirms for others that a course was used at work."),
        erased="kept without the person",
    ),
    PersonalData(
        "followups.Rule",
        person="by",
        what=_("Person who set what a course asks at its end."),
        erased="kept without the person",
    ),
)
