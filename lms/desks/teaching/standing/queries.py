"""Standings of learners of a cohort, read from their enrolments, whoever looks."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from json import loads
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import BigIntegerField, ExpressionWrapper, F, QuerySet, TextField, UUIDField
from django.db.models.functions import Cast

from courses.catalogue import lookup
from lms.foundation.database.statements import Parameter, Values
from lms.learning.progress.access.attempt_limits import attempts_allowed
from lms.learning.progress.access.missing_activities import InstitutionSwitches
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort

from .epoch import Epoch
from .rules import CourseStanding, Standing
from .statements import FAILED

if TYPE_CHECKING:
    from django.db.models import Model

SIZES = (25, 100, 500, 1000)
"""So many people are read by one statement: those of a page, of a renewal, of a file."""
NOBODY = 0
"""The key of no person."""
ASSIGNED, COMPLETED = Enrolment.Status.ASSIGNED.value, Enrolment.Status.COMPLETED.value
_COLUMNS = (
    "pk",
    "learner_id",
    Cast("course_id", TextField()),  # which the driver hands over as it is
    "institution__path",
    "release_id",
    "role_family",
    "remaining",
    "status",
    "score",
    Epoch("due_at"),
    Epoch("seen_at"),
    Epoch("enrolled_at"),
)


Person = tuple[int, str, str, int | None, str | None, str | None]
PERSON = (
    "user_id",
    "user__name",
    "user__service_number",
    "user__institution_id",
    "user__institution__name",
    "user__institution__path",
)
"""Columns of a `Person`, from a `CohortMember`."""


def standings(cohort: Cohort, courses: Sequence[UUID], people: Sequence[Person]) -> Iterator[Standing]:
    """Yield the standings of `people` in `courses`, in their order, with their latest enrolment in each, and without a
    reason. Two statements for a thousand people.

    What counts is the same for every viewer: enrolments at the institution of `cohort` and below it, which all who see
    the cohort may see, and courses completed elsewhere by people who serve there now.
    """
    for first in range(0, len(people), SIZES[-1]):
        yield from _standings(cohort, courses, people[first : first + SIZES[-1]])


def _standings(cohort: Cohort, courses: Sequence[UUID], rows: Sequence[Person]) -> Iterable[Standing]:
    [found] = standings_of([CohortPart(cohort, courses, rows)])
    return found


@dataclass(frozen=True)
class CohortPart:
    """Some `people` of a cohort, with its `courses`."""

    cohort: Cohort
    courses: Sequence[UUID]
    people: Sequence[Person]


def standings_of(parts: Sequence[CohortPart]) -> list[list[Standing]]:
    """Return the same of people of several cohorts, at most a thousand in all, in their order. Two statements."""
    courses = list(dict.fromkeys(course for part in parts for course in part.courses))
    people = {row[0]: None for part in parts for row in part.people}
    given = _given(people, courses)
    read = list(_enrolments(*given.size).rows(**given.values)) if people and courses else []
    totals: dict[tuple[int, str], int] = {}
    found = [_of_part(part, read, totals) for part in parts]
    under_way = [{way.enrolment: way for one in listed for way in one.open} for listed in found]
    if any(under_way):
        attempts = list(_failed(*given.size).rows(**given.values))
        for ways in under_way:
            _count_failures(ways, attempts)
    return found


def _of_part(
    part: CohortPart, enrolments: Iterable[Sequence[Any]], totals: dict[tuple[int, str], int]
) -> list[Standing]:
    """Return the standings in `part`; `totals` are the numbers of required activities by release and role, as far as
    known.
    """
    path = part.cohort.institution.path or "/"
    people = {pk: Standing(pk, name, number, unit, place or "") for pk, name, number, unit, place, _path in part.people}
    here = {pk for pk, *_others, unit_path in part.people if (unit_path or "").startswith(path)}
    named = {text: course.hex for course in part.courses for text in (str(course), course.hex)}
    for pk, learner, text, at, release, role, remaining, status, *others in enrolments:
        elsewhere = not at.startswith(path)
        if learner not in people or text not in named or (elsewhere and (status != COMPLETED or learner not in here)):
            continue
        if (release, role) not in totals:
            totals[release, role] = len(lookup.release(release).outline.required_of(role))
        ways, course = people[learner].ways, named[text]
        if course not in ways or ways[course].enrolment < pk:
            ways[course] = _way(pk, totals[release, role], remaining, status, *others)
            ways[course].is_elsewhere = elsewhere
    return list(people.values())


@dataclass(frozen=True)
class _Given:
    """Values of a statement for so many people and courses (`size`)."""

    size: tuple[int, int]
    values: Mapping[str, Any]


def _given(people: Collection[int], courses: Sequence[UUID]) -> _Given:
    """Return the values for `people`, filled up with nobody to one of few sizes: statements are then written once."""
    size = next(size for size in SIZES if size >= len(people))
    keys = [*people, *[NOBODY] * (size - len(people))]
    values: dict[str, Any] = {f"person{place}": pk for place, pk in enumerate(keys)}
    values |= {f"course{place}": course for place, course in enumerate(courses)}
    return _Given((size, len(courses)), values)


def _of(rows: "QuerySet[Model]", people: int, courses: int, prefix: str = "") -> "QuerySet[Model]":
    """Return those of `rows` that are of the people `person0` … and the courses `course0` …."""
    learner = ExpressionWrapper(F(f"{prefix}learner_id"), output_field=BigIntegerField())
    course = ExpressionWrapper(F(f"{prefix}course_id"), output_field=UUIDField())
    return rows.alias(of_learner=learner, of_course=course).filter(
        of_learner__in=[Parameter(f"person{place}", BigIntegerField()) for place in range(people)],
        of_course__in=[Parameter(f"course{place}", UUIDField()) for place in range(courses)],
    )


@lru_cache(maxsize=64)
def _enrolments(people: int, courses: int) -> Values:
    return Values(lambda: _of(Enrolment.objects.all(), people, courses).values_list(*_COLUMNS), prepared=True)


@lru_cache(maxsize=64)
def _failed(people: int, courses: int) -> Values:
    """Return all failed attempts of enrolments under way: enrolment, activity and release, and as JSON what is done and
    the switches of the institution.
    """
    columns = (
        "enrolment",
        Cast("activity", TextField()),
        "enrolment__release",
        Cast("enrolment__done", TextField()),
        Cast("enrolment__institution__plugins", TextField()),
    )
    rows = Attempt.objects.filter(FAILED, enrolment__completed_at=None)
    return Values(lambda: _of(rows, people, courses, "enrolment__").values_list(*columns), prepared=True)


def _way(
    pk: int,
    total: int,
    remaining: int,
    status: str,
    score: float | None,
    due: float | None,
    seen: float | None,
    enrolled: float | None,
) -> CourseStanding:
    """Read the standing from columns of an enrolment."""
    return CourseStanding(pk, total, remaining, status != ASSIGNED, status == COMPLETED, score, due, seen, enrolled)


def _count_failures(under_way: Mapping[int, CourseStanding], attempts: Iterable[Sequence[Any]]) -> None:
    """Count how often an activity without any attempt left was failed; the most frequent where there are several."""
    theirs = [one for one in attempts if one[0] in under_way]
    # Many attempts are of one enrolment, and of one institution.
    done = {text: frozenset(loads(text)) for text in {one[3] for one in theirs}}
    switches = {text: InstitutionSwitches(loads(text)) for text in {one[4] for one in theirs}}
    ids = {text: str(UUID(text)) for text in {one[1] for one in theirs}}
    failed = Counter(
        (enrolment, ids[activity], release, at)
        for enrolment, activity, release, completed, at in theirs
        if ids[activity] not in done[completed]
    )
    allowed = cache(lambda release, name, at: attempts_allowed(release, name, at=switches[at]))
    for (enrolment, name, release, at), times in failed.items():
        most = allowed(release, name, at)
        if most is not None and times >= most:
            under_way[enrolment].failures = max(times, under_way[enrolment].failures)
