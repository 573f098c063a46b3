"""Personal data of checklists: how it is shown, and what is deleted with a person."""

from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from lms.people.directory.models import User


def _rows(person: "User") -> Any:
    from .models import Finding

    around = ("observation__activity", "attempt__enrolment")
    return Finding.objects.filter(learner=person).select_related(*around)


def _finding(row: Any) -> Mapping[str, object]:
    """Return a finding in words: levels are ids. What is in a draft is its observer’s alone until it is signed."""
    from .record_texts import criteria_of

    observation, attempt = row.observation, row.attempt
    if observation.signed_at is None:
        return {"checklist": str(observation.activity.title_in(get_language() or "en")), "signed_at": None}
    levels = [
        f"{one['text']}: {one['level']['text'] if one['level'] else '–'}" + (f" ({one['note']})" if one["note"] else "")
        for one in criteria_of(row)
    ]
    return {
        "checklist": str(observation.activity.title_in(get_language() or "en")),
        "place": observation.place,
        "signed_at": observation.signed_at,
        "levels": levels,
        "score": attempt.score if attempt else None,
        "passed": attempt.passed if attempt else None,
        "remark": row.remark,
        "acknowledged_at": row.acknowledged_at,
        "comment": row.comment,
    }


def _photos(person: "User") -> object:
    from .models import Photo

    return Photo.objects.filter(finding__learner=person).select_related("finding__observation")


def _photo(row: Any) -> Mapping[str, object]:
    """Return a photo: a photo of a draft is its observer’s alone, too."""
    if row.finding.observation.signed_at is None:
        return {"taken_at": row.taken_at}
    return {"taken_at": row.taken_at, "picture": f"data:image/jpeg;base64,{b64encode(bytes(row.data)).decode()}"}


def _without_people(rows: "QuerySet[Model]", person: "User") -> None:
    """Delete observations without other learners as a whole: notes of a draft may speak of the person."""
    from .models import Finding, Observation

    here = Observation.objects.filter(pk__in=rows.values("observation"))
    shared = Finding.objects.exclude(pk__in=rows.values("pk")).values("observation")
    here.exclude(pk__in=shared).delete()


def _without_drafts(rows: "QuerySet[Model]", person: "User") -> None:
    """Delete the unsigned observations of a person."""
    rows.filter(signed_at=None).delete()


PERSONAL_DATA = (
    PersonalData(
        "observation.Finding",
        person="learner",
        what=_("Observations of somebody at practical tasks, and their comments on these."),
        rows=_rows,
        shown=_finding,
        corrected=_("Write a comment where you acknowledge it; an instructor observes again."),
        erase=_without_people,
        merged="moved",
        staff=("checklist", "place", "signed_at", "score", "passed", "acknowledged_at"),
    ),
    PersonalData(
        "observation.Finding",
        person="attempt__enrolment__learner",
        what=_("The attempt that an observation was."),
        fields=("attempt", "acknowledged_at"),
    ),
    PersonalData(
        "observation.Finding",
        person="observation__observer",
        what=_("Whom somebody observed."),
        erased="kept without the person",
    ),
    PersonalData(
        "observation.Photo",
        person="finding__learner",
        what=_("Photos of what somebody did at a practical task."),
        rows=_photos,
        shown=_photo,
    ),
    PersonalData(
        "observation.Observation",
        person="observer",
        what=_("Person who observed somebody, when and where."),
        erased="kept without the person",
        erase=_without_drafts,
    ),
)
