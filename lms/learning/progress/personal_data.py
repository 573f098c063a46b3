"""Personal data of this room: what people learn, and what they did."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.manifest import PersonalData

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from lms.people.directory.models import User

OWN_VERBS = frozenset({"answered", "late"})


def _event(row: Any) -> Mapping[str, Any]:
    """Return an event as its learner gets it: their own data in full, those that others entered by verb and time only.
    Keys, marks that are not released and notes of others are read where and when they are due. Data sent by an account
    that became part of theirs are their own.
    """
    kind = activities.peek(row.attempt.kind)
    own = row.verb in OWN_VERBS or (kind is not None and row.verb in kind.learners_facts)
    shown = {
        "attempt": row.attempt_id,
        "verb": row.verb,
        "occurred_at": row.occurred_at,
        "received_at": row.received_at,
    }
    learner = row.enrolment.learner
    themselves = {None, learner.pk, *(account.pk for account in learner.merged.all())}
    return {**shown, "device": row.device} | ({"data": row.data} if own and row.data.get("by") in themselves else {})


def _events(person: "User") -> object:
    from django.db.models import Prefetch

    from lms.people.directory.models import User

    from .models import Event

    rows = Event.objects.filter(enrolment__learner=person).select_related("attempt", "enrolment__learner")
    accounts = User.objects.only("merged_into")  # both columns of which stand in one index
    return rows.prefetch_related(Prefetch("enrolment__learner__merged", accounts))


def _texts_go(rows: Any, person: "User") -> None:
    from .journal.erasure import erase_texts

    erase_texts(rows)


def _reasons_go(rows: Any, person: "User") -> None:
    from .journal.erasure import erase_reasons

    erase_reasons(rows)


def _needless(rows: Any, person: "User") -> Any:
    """Yield the enrolments without begun work in courses that both accounts have, so that one enrolment remains."""
    from .models import Enrolment

    own: dict[Any, list[Any]] = {}
    for way in Enrolment.objects.of(person).filter(course__in=rows.values("course")).order_by("-completed_at", "pk"):
        own.setdefault(way.course_id, []).append(way)
    for way in rows:
        twins = own.get(way.course_id, [])
        if twins and way.started_at is None and way.completed_at is None:
            yield way
        else:
            yield from (twin for twin in twins if twin.started_at is None and twin.completed_at is None)


def _given_twice(rows: "QuerySet[Model]", person: "User") -> "QuerySet[Model]":
    """Return the assignments of the leaving account in courses that both accounts were given alone."""
    from .models.assignments import Assignment

    own = Assignment.objects.filter(person=person)
    return rows.filter(course__in=own.values("course"))


ENROLMENT = (
    "course",
    "institution",
    "country",
    "sex",
    "rank",
    "rank_band",
    "role_family",
    "status",
    "remaining",
    "score",
    "opens_at",
    "overrides",
    "due_at",
    "closes_at",
    "required",
    "extended_to",
    "enrolled_at",
    "started_at",
    "seen_at",
    "completed_at",
    "arrived_at",
)
ATTEMPT = ("enrolment", "activity", "number", "begun_at", "answered_at", "completed_at", "closed_at")
STAY = ("course", "institution", "to", "status", "enrolled_at", "started_at", "arrived_at", "left_at")
ASSIGNMENT = ("course", "opens_at", "due_at", "closes_at", "required", "assigned_at", "withdrawn_at")
PERSONAL_DATA = (
    PersonalData(
        "progress.Exemption",
        person="place__user",
        what=_("Courses of a cohort that were withdrawn from one of its people."),
        fields=("assignment", "made_at"),
        staff=("made_at",),
    ),
    PersonalData(
        "progress.Enrolment",
        person="learner",
        what=_("Courses of somebody and how far they are, with sex, rank, role family and institution of that time."),
        erased="kept without the person",
        fields=ENROLMENT,
        emptied={"rank": ""},
        merged="moved",
        spare=_needless,
        staff=ENROLMENT,
    ),
    PersonalData(
        "progress.Attempt",
        person="enrolment__learner",
        what=_("Questions that somebody was asked, and the results."),
        erased="kept without the person",
        fields=ATTEMPT,
        erase=_texts_go,
        staff=ATTEMPT,
    ),
    PersonalData(
        "progress.Event",
        person="enrolment__learner",
        what=_("Each answer and each mark with its time: the journal."),
        erased="kept without the person",
        rows=_events,
        shown=_event,
        staff=("attempt", "verb", "occurred_at", "received_at"),
    ),
    PersonalData(
        "progress.Waiver",
        person="enrolment__learner",
        what=_("Parts that were opened to somebody although a condition kept them locked, and why."),
        erased="kept without the person",
        fields=("enrolment", "activity", "reason", "at"),
        erase=_reasons_go,
        staff=("enrolment", "activity", "at"),
    ),
    PersonalData(
        "progress.Waiver",
        person="by",
        what=_("Person who opened a locked part to a learner."),
        erased="kept without the person",
    ),
    PersonalData(
        "progress.ProgrammeCompletion",
        person="enrolment__learner",
        what=_("Which programmes somebody completed, and when."),
        erased="kept without the person",
        fields=("programme", "completed_at"),
        staff=("programme", "completed_at"),
    ),
    PersonalData(
        "progress.Stay",
        person="learner",
        what=_("Where somebody served before they were transferred, and how far they were then."),
        erased="kept without the person",
        fields=STAY,
        merged="moved",
        staff=STAY,
    ),
    PersonalData(
        "progress.Assignment",
        person="assigned_by",
        what=_("Person who assigned a course to a cohort."),
        erased="kept without the person",
    ),
    PersonalData(
        "progress.Assignment",
        person="begun_by",
        what=_("Person who last assigned a course to a cohort, changed its dates, or withdrew it."),
        erased="kept without the person",
        fields=("course", "cohort", "begun_at"),
    ),
    PersonalData(
        "progress.Assignment",
        person="person",
        what=_("Courses that somebody was given alone, and until when."),
        erased="kept without the person",
        fields=ASSIGNMENT,
        merged="moved",
        spare=_given_twice,
        staff=ASSIGNMENT,
    ),
    PersonalData(
        "progress.Extension",
        person="enrolment__learner",
        what=_("More time that somebody was given for a course, and why."),
        erased="kept without the person",
        fields=("until", "before", "reason", "given_at"),
        emptied={"reason": ""},
        staff=("until", "before", "given_at"),
    ),
    PersonalData(
        "progress.Extension",
        person="given_by",
        what=_("Person who gave learners more time."),
        erased="kept without the person",
    ),
)
