"""The activities of one course as columns: which there are, and how far each learner is in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.models import Course
from lms.foundation.plugins.activity import activities
from lms.learning.progress.access.attempt_limits import attempts_allowed
from lms.learning.progress.completion.results import NO_TRIES, ActivityResult, Tries, result_of
from lms.learning.progress.models import Attempt, Enrolment

from . import activity_statements as statements

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lms.people.directory.models import Cohort

MOST_COLUMNS = 40
AT_ONCE = 25
NOTHING = 0
"""The key of no enrolment."""


@dataclass(frozen=True)
class EnrolmentProgress:
    """An enrolment: its release, what is done, what each activity counts for, and what somebody set."""

    release: int
    done: frozenset[str]
    scores: Mapping[str, float]
    overrides: Mapping[str, Any]


@dataclass
class Activities:
    """The activities of `course`, and what people did in them, by enrolment."""

    course: Course
    at: Any
    """The institution whose plugins say how many attempts there are."""
    ways: Mapping[int, EnrolmentProgress] = field(default_factory=dict)
    tried: Mapping[tuple[int, str], Tries] = field(default_factory=dict)
    marks: Mapping[tuple[int, str], Sequence[tuple[int, float]]] = field(default_factory=dict)
    """The number and score of each attempt that has a result."""
    _allowed: dict[tuple[int, str], int | None] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """The activities of the current release, then those that a learner has in an older one."""
        known: dict[str, Entry] = {}
        releases = [self.course.release_id, *sorted({way.release for way in self.ways.values()}, reverse=True)]
        for release in releases:
            for entry in lookup.release(release).outline.activities if release else ():
                known.setdefault(entry.id, entry)
        return list(known.values())

    def columns(self, part: int, language: str) -> list[tuple[str, Any]]:
        """Return id and title of the activities of the `part` from 1 on, of the last where there are not so many; of
        all for part 0.
        """
        first = (min(part, self.parts) - 1) * MOST_COLUMNS
        entries = self.entries[first : first + MOST_COLUMNS] if part else self.entries
        return [(entry.id, entry.title(language, self.source)) for entry in entries]

    def marked(self, language: str) -> list[tuple[str, Any]]:
        """Return id and title of the activities that people begin by a button: a lesson has no marks."""
        kinds = ((entry, activities.find(entry.kind)) for entry in self.entries)
        return [
            (entry.id, entry.title(language, self.source))
            for entry, kind in kinds
            if kind is None or not kind.begins_by_itself
        ]

    @property
    def parts(self) -> int:
        return max(1, -(-len(self.entries) // MOST_COLUMNS))

    @property
    def source(self) -> str:
        """The language of the course."""
        return lookup.release(self.course.release_id).outline.source if self.course.release_id else ""

    def result(self, enrolment: int, activity: str) -> ActivityResult:
        """Return the result of the activity in an enrolment of `ways`."""
        return self.results(enrolment, [activity])[0]

    def results(self, enrolment: int, activities: Iterable[str]) -> list[ActivityResult]:
        """Return the results of the activities in an enrolment of `ways`."""
        way = self.ways[enrolment]
        tried = [(activity, self.tried.get((enrolment, activity), NO_TRIES)) for activity in activities]
        return [
            result_of(
                activity,
                done=way.done,
                scores=way.scores,
                overrides=way.overrides,
                tries=tries,
                is_exhausted=tries.failed > 0 and self._is_exhausted(way, tries, activity),
            )
            for activity, tries in tried
        ]

    def _is_exhausted(self, way: EnrolmentProgress, tried: Tries, activity: str) -> bool:
        """Return whether the activity was failed as often as it may be tried."""
        asked = way.release, activity
        if asked not in self._allowed:
            self._allowed[asked] = attempts_allowed(*asked, at=self.at)
        allowed = self._allowed[asked]
        return allowed is not None and tried.failed >= allowed


def of_enrolments(course: Course, keys: Iterable[int], *, at: object, marks: bool = False) -> Activities:
    """Fill with what the enrolments with these `keys` come to, at most a page of them, and with `marks` their attempts.
    Two statements or three, or none.
    """
    wanted = list(keys)
    if not wanted:
        return Activities(course, at)
    given: dict[str, Any] = {
        f"way{place}": pk for place, pk in enumerate([*wanted, *[NOTHING] * (AT_ONCE - len(wanted))])
    }
    rows = statements.ways(len(given)).rows(**given)
    scores = statements.marks(len(given)).rows(**given) if marks else []
    return Activities(course, at, _ways(rows), _tried(statements.tries(len(given)).rows(**given)), _marks(scores))


def of_cohort(courses: Sequence[Course], cohort: "Cohort", *, marks: bool = False) -> list[Activities]:
    """Fill, for each of `courses`, with what everybody of `cohort` comes to. Two statements, or three with `marks`."""
    rows = Enrolment.objects.filter(course__in=courses, learner__cohorts=cohort.pk)
    attempts = Attempt.objects.filter(enrolment__course__in=courses, enrolment__learner__cohorts=cohort.pk)
    return _of_courses(courses, rows, attempts, at=cohort.institution, marks=marks)


def of_ways(courses: Sequence[Course], keys: Collection[int], *, at: object) -> list[Activities]:
    """Fill, for each of `courses`, with the enrolments with these `keys` and their attempts. Three statements."""
    rows, attempts = Enrolment.objects.filter(pk__in=keys), Attempt.objects.filter(enrolment__in=keys)
    return _of_courses(courses, rows, attempts, at=at, marks=True)


def _of_courses(
    courses: Sequence[Course], rows: "QuerySet[Enrolment]", attempts: "QuerySet[Attempt]", *, at: object, marks: bool
) -> list[Activities]:
    ways: dict[UUID, list[Enrolment]] = {course.pk: [] for course in courses}
    for row in statements.done(rows):
        ways[row.course_id].append(row)
    tried, scores = _tried(statements.tried(attempts)), _marks(statements.marked(attempts)) if marks else {}
    return [Activities(course, at, _ways(ways[course.pk]), tried, scores) for course in courses]


def _ways(rows: Iterable[Enrolment]) -> dict[int, EnrolmentProgress]:
    return {row.pk: EnrolmentProgress(row.release_id, frozenset(row.done), row.scores, row.overrides) for row in rows}


def _tried(rows: Iterable[Sequence[Any]]) -> dict[tuple[int, str], Tries]:
    ids: dict[str, str] = {}
    return {
        (enrolment, ids.get(activity) or ids.setdefault(activity, str(UUID(activity)))): Tries(*figures)
        for enrolment, activity, *figures in rows
    }


def _marks(rows: Iterable[Sequence[Any]]) -> dict[tuple[int, str], list[tuple[int, float]]]:
    marks: dict[tuple[int, str], list[tuple[int, float]]] = {}
    for enrolment, activity, number, score in rows:
        marks.setdefault((enrolment, str(UUID(activity))), []).append((number, score))
    return marks
