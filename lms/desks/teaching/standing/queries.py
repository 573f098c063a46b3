"""Standings of learners of a cohort, read from their enrolments, whoever looks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from courses.catalogue import lookup
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort

from .epoch import Epoch
from .rules import CourseStanding, Standing
from .statements import FAILED

AT_ONCE = 1000
"""So many people are read by one statement."""
ASSIGNED, COMPLETED = Enrolment.Status.ASSIGNED.value, Enrolment.Status.COMPLETED.value
_COLUMNS = (
    "pk",
    "learner_id",
    Cast("course_id", TextField()),  # which the driver hands over as it is
    "institution__path",
    "release_id",
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
    for first in range(0, len(people), AT_ONCE):
        yield from _standings(cohort, courses, people[first : first + AT_ONCE])


def _standings(cohort: Cohort, courses: Sequence[UUID], rows: Sequence[Person]) -> Iterable[Standing]:
    path = cohort.institution.path or "/"
    people = {pk: Standing(pk, name, number, unit, place or "") for pk, name, number, unit, place, _path in rows}
    here = {pk for pk, *_others, unit_path in rows if (unit_path or "").startswith(path)}
    named = {text: course.hex for course in courses for text in (str(course), course.hex)}
    totals: dict[int, int] = {}
    enrolments = Enrolment.objects.filter(learner__in=people, course__in=courses).values_list(*_COLUMNS)
    for pk, learner, text, at, release, remaining, status, *others in enrolments if courses else ():
        elsewhere = not at.startswith(path)
        if elsewhere and (status != COMPLETED or learner not in here):
            continue
        if release not in totals:
            totals[release] = len(lookup.release(release).outline.required)
        ways, course = people[learner].ways, named[text]
        if course not in ways or ways[course].enrolment < pk:
            ways[course] = _way(pk, totals[release], remaining, status, *others)
            ways[course].is_elsewhere = elsewhere
    _count_failures([way for one in people.values() for way in one.open])
    return people.values()


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


def _count_failures(ways: Iterable[CourseStanding]) -> None:
    """Count how often an activity without any attempt left was failed; the most frequent where there are several."""
    under_way = {way.enrolment: way for way in ways}
    columns = (
        "enrolment_id",
        "activity_id",
        "enrolment__release_id",
        "enrolment__done",
        "enrolment__institution__plugins",
    )
    failed: Counter[tuple[int, str, int]] = Counter()
    switches: dict[int, frozenset[tuple[str, bool]]] = {}
    rows = Attempt.objects.filter(FAILED, enrolment__in=under_way).values_list(*columns)
    for enrolment, activity, release, done, plugins in rows if under_way else ():
        if str(activity) not in done:
            failed[enrolment, str(activity), release] += 1
            switches[enrolment] = frozenset(plugins.items())
    allowed = cache(lambda release, name, at: attempts_allowed(release, name, at=InstitutionSwitches(dict(at))))
    for (enrolment, name, release), times in failed.items():
        most = allowed(release, name, switches[enrolment])
        if most is not None and times >= most:
            under_way[enrolment].failures = max(times, under_way[enrolment].failures)


@dataclass(frozen=True)
class InstitutionSwitches:
    """An institution, as far as it has to be known to tell which plugins are on there."""

    plugins: Mapping[str, bool]


def attempts_allowed(release: int, activity: str, *, at: Any) -> int | None:
    """Return how many attempts the release allows at one of its required activities, where its plugin is on at the
    institution `at`; None where the number is unlimited or unknown.
    """
    outline = lookup.release(release).outline
    entry = outline.by_id(activity)
    kind = activities.find(entry.kind, at=at) if entry is not None and entry.required else None
    if entry is None or kind is None:
        return None
    definition = lookup.content(entry.content(outline.source, "", outline.source)).definition
    try:
        return kind.attempts_allowed(definition, terms={})
    except NotInstalled:
        return None
