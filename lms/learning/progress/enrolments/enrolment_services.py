"""The only writer of new enrolments, and of the dates that an assignment brings to those under way."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.models import Course
from lms.foundation.plugins import events, filters
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.rank_bands import band_of

from ..models import Enrolment
from ..models.assignments import Assignment
from ..models.dates import Dates
from ..notices.courses import tell_of_assignment
from ..notices.date_changes import tell_of_dates

DATES = ("opens_at", "due_at", "closes_at", "required")
AT_ONCE = 2000
BROUGHT = ["assignment", *DATES]
"""What an assignment brings to an enrolment."""


@dataclass(frozen=True)
class EnrolmentSource:
    """Source of an enrolment, by its key: an assignment, where there is one, and its dates for them."""

    by: Callable[[int], Assignment | None]
    dates: Callable[[int], Dates]


class CourseClosed(ValueError):
    """Refusal: no person can be enrolled in this course now."""


@transaction.atomic
def enrol(
    *,
    people: Iterable[User],
    course: Course,
    now: datetime,
    due_at: datetime | None = None,
    assignment: Assignment | None = None,
    joined: Mapping[int, datetime] | None = None,
    each: Mapping[int, Assignment] | None = None,
    again: bool = False,
) -> int:
    """Enrol `people` in the current release of `course`; who is under way or has completed it is left as they are. With
    `again` those who completed it go through it a further time.

    An assignment brings its dates, also to enrolments under way: later ones to those who `joined` its cohort, by their
    keys, after it was assigned, and never earlier ones than somebody was given by an extension. One that is optional
    leaves alone what another requires. `each` has an assignment of their own for everybody, by their keys. People
    without an institution are passed over, and so are those whom a plugin refuses. Returns how many are new. Raises
    `CourseClosed`.
    """
    if not course.open or course.release_id is None:
        raise CourseClosed(
            _("“%(course)s” is closed: nobody can be enrolled in it until it is published again.") % {"course": course}
        )
    people = list(people)
    prefetch_related_objects(people, "institution")
    giving = _giving(assignment, due_at, joined or {}) if each is None else _giving_each(each)
    places = [(person, person.institution) for person in people if person.institution is not None]
    known = Enrolment.objects.filter(course=course, learner__in=people)
    before: set[int] = set()
    if again:
        before = set(known.filter(completed_at__isnull=False).values_list("learner_id", flat=True))
        known = known.under_way()
    brings = assignment is not None or each is not None
    here = _brought(known, giving, now=now) if brings else set(known.values_list("learner", flat=True))
    new = [(person, institution) for person, institution in places if person.pk not in here]
    refused = filters.enrol.refusals([filters.Enrolling(person, course, institution) for person, institution in new])
    release = lookup.release(course.release_id)
    rows = [
        Enrolment(
            learner=person,
            course=course,
            release=release,
            assignment=giving.by(person.pk),
            institution=institution,
            country=institution.country,
            sex=person.sex,
            rank=person.rank,
            rank_band=band_of(person.rank, institution.country),
            role_family=person.role_family,
            remaining=len(release.outline.required_of(person.role_family)),
            enrolled_at=now,
            again=person.pk in before,
            **_values(giving.dates(person.pk)),
        )
        for number, (person, institution) in enumerate(new)
        if number not in refused
    ]
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)
    _tell_enrolled(rows, course, now=now)
    tell_of_assignment([row for row in rows if row.assignment is not None], now=now)
    return len(rows)


def _giving(assignment: Assignment | None, due_at: datetime | None, joined: Mapping[int, datetime]) -> EnrolmentSource:
    dates = assignment.dates if assignment else Dates(due_at=due_at)
    if assignment is None or assignment.late_days is None:
        return EnrolmentSource(lambda _person: assignment, lambda _person: dates)
    about: Any = {"assigned_at": assignment.assigned_at, "days": assignment.late_days, "zone": assignment.zone}
    return EnrolmentSource(lambda _person: assignment, lambda person: dates.for_who_joined(joined.get(person), **about))


def _giving_each(each: Mapping[int, Assignment]) -> EnrolmentSource:
    return EnrolmentSource(lambda person: each[person], lambda person: each[person].dates)


def _values(dates: Dates) -> dict[str, object]:
    return {name: getattr(dates, name) for name in DATES}


def _brought(known: Any, giving: EnrolmentSource, *, now: datetime) -> set[int]:
    """Bring what is given to those of the enrolments `known` that are under way; the learners of all of them. Three
    statements at most, and what telling costs.
    """
    held: list[Enrolment] = list(known.select_for_update(of=("self",), no_key=True).order_by("pk"))
    takes = [row for row in held if row.completed_at is None and _takes(row, giving.by(row.learner_id))]
    wanted = [(row, giving.by(row.learner_id), giving.dates(row.learner_id).until(row.extended_to)) for row in takes]
    _bring([one for one in wanted if _differs(*one)], now=now)
    return {row.learner_id for row in held}


def _takes(row: Enrolment, given: Assignment | None) -> bool:
    """Return whether the enrolment takes over the assignment `given` and its dates. A course that another assignment
    requires is not made optional.
    """
    return given is None or given.required or not row.required or row.assignment_id in (None, given.pk)


def _differs(row: Enrolment, given: Assignment | None, dates: Dates) -> bool:
    return row.dates != dates or row.assignment_id != (given.pk if given else None)


def _bring(wanted: Sequence[tuple[Enrolment, Assignment | None, Dates]], *, now: datetime) -> None:
    """Write the dates in two statements at most, since most of a cohort have the same; none if they do not change.
    Learners whose dates change are told.
    """
    common = Counter((given, dates) for _row, given, dates in wanted).most_common(1)
    alike: list[Enrolment] = []
    others: list[Enrolment] = []
    moved: list[Enrolment] = []
    for row, given, dates in wanted:
        moved += [row] if row.dates != dates else []
        (alike if (given, dates) == common[0][0] else others).append(row)
        row.assignment = given
        for name, value in _values(dates).items():
            setattr(row, name, value)
    if alike:
        given, dates = common[0][0]
        Enrolment.objects.filter(pk__in=[row.pk for row in alike]).update(assignment=given, **_values(dates))
    if others:
        Enrolment.objects.bulk_update(others, BROUGHT)
    tell_of_dates(moved, now=now)


def _tell_enrolled(rows: Iterable[Enrolment], course: Course, *, now: datetime) -> None:
    """Tell an event for each institution whose plugins listen; the ids, which a bulk insert leaves unknown, are only
    then asked for.
    """
    by_institution: dict[Institution, list[User]] = {}
    for row in rows:
        by_institution.setdefault(row.institution, []).append(row.learner)
    for institution, people in by_institution.items():
        if events.heard(events.Enrolled, at=institution):
            enrolled = Enrolment.objects.filter(
                course=course, learner__in=people, institution=institution, enrolled_at=now
            )
            ids = tuple(enrolled.order_by("pk").values_list("pk", flat=True))
            event = events.Enrolled(institution=institution.pk, at=now, course=course.pk, enrolments=ids)
            events.publish(event, at=institution)


def fill_rank_bands() -> int:
    """Look up bands of ranks that an earlier release did not keep, AT_ONCE at a time, each in a few statements of their
    own: whatever stops it, it goes on from there. When rows last changed stays as it is. Returns how many were filled.
    """
    filled, after = 0, 0
    while rows := list(_without_band(after)):
        after = rows[-1][0]
        keys: dict[str, list[int]] = defaultdict(list)
        for pk, rank, country in rows:
            keys[band_of(rank, country)].append(pk)
        for band, pks in keys.items():
            missing = Enrolment.objects.filter(pk__in=pks, rank_band=None)
            filled += missing.update(rank_band=band, changed_at=F("changed_at"))
    return filled


def _without_band(after: int) -> list[tuple[int, str, str]]:
    rows = Enrolment.objects.filter(pk__gt=after, rank_band=None).order_by("pk")
    return list(rows.values_list("pk", "rank", "country")[:AT_ONCE])
