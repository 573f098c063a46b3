"""Counts of the people of a cohort from the kept places, and the stretch of them that a page shows.

It says what `ranking.rank` says, which reads everybody's enrolments: of ten thousand people that takes the database
fifty milliseconds, and places three. Those whose place is behind, or whom this viewer sees otherwise, are ranked from
their enrolments and put among the others here.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from lms.learning.progress.models import Enrolment

from ..models import ELSEWHERE
from . import counts_sql as sql
from .filters import Filters
from .places import MOST_COURSES, microseconds, shape, sort_key
from .ranking import CountedEnrolments, Group
from .ranking_sql import COMPLETED, DUE_SOON, LATELY, NO_ATTEMPT_LEFT, OPEN, OVERDUE
from .rules import Reason
from .thresholds import Thresholds

MOST_OTHERS = 500
"""Of more people who are not counted from their places all are ranked."""
MOST_NOTES = 5000


@dataclass(frozen=True)
class RankedFromEnrolments:
    """Person who is ranked from their enrolments."""

    learner: int
    unit: int | None
    reason: Reason
    done: int
    sorted: bytes


@dataclass
class Counts:
    """A cohort in groups; `kept` has how many people of each reason and unit were counted from their places, `twice`
    twice the median of the activities done.
    """

    cohort: int
    shape: int
    rule: Thresholds
    now: datetime
    twice: int = 0
    groups: list[Group] = field(default_factory=list)
    kept: Counter[tuple[Reason, int | None]] = field(default_factory=Counter)
    others: list[RankedFromEnrolments] = field(default_factory=list)


def count(cohort: int, counted: CountedEnrolments, rule: Thresholds, *, now: datetime) -> Counts | None:
    """Count the people of `cohort`, by its `rule`; None where the places cannot tell: there are too many courses, or
    too many places are behind.

    One statement; one more where somebody's enrolments are all at an institution that the viewer does not see.
    """
    if len(counted.courses) > MOST_COURSES:
        return None
    counts, elsewhere = Counts(cohort, shape(counted.courses), rule, now), {ELSEWHERE}
    rows = _rows(counts, counted, elsewhere)
    if counted.institutions is not None:
        there = {row[1] for row in rows if row[0] == sql.GROUP and row[1] is not None}
        if unseen := there - elsewhere - set(counted.institutions):
            rows = _rows(counts, counted, elsewhere | unseen)
    [(twice, notes)] = [row[5:7] for row in rows if row[0] == sql.HEAD]
    counts.twice = int(twice or 0)
    counts.others = [_other(row, counts) for row in rows if row[0] == sql.PERSON]
    if notes > MOST_NOTES or len(counts.others) > MOST_OTHERS:
        return None
    _group(counts, rows, len(counted.courses))
    return counts


def _rows(counts: Counts, counted: CountedEnrolments, elsewhere: Collection[int]) -> list[Any]:
    course = Enrolment._meta.get_field("course")
    given: dict[str, Any] = {
        f"course{place}": course.get_db_prep_value(one, connection) for place, one in enumerate(counted.courses)
    }
    for name, at in _moments(counts).items():
        given[f"{name}_at"] = connection.ops.adapt_datetimefield_value(at)
    statement = sql.counts(
        ways=len(counted.courses),
        totals=counted.totals,
        institutions=counted.institutions,
        exhausted=counted.exhausted,
        behind=counts.rule.behind,
        elsewhere=elsewhere,
        most=MOST_OTHERS + 1,
        most_notes=MOST_NOTES + 1,
    )
    return _asked(statement, counts, given)


def _moments(counts: Counts) -> dict[str, datetime]:
    return {"now": counts.now, "soon": counts.rule.soon(counts.now), "quiet": counts.rule.quiet(counts.now)}


def _asked(statement: str, counts: Counts, given: Mapping[str, Any]) -> list[Any]:
    moments = {name: microseconds(at) for name, at in _moments(counts).items()}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"cohort": counts.cohort, "shape": counts.shape, **moments, **given})
        return cursor.fetchall()


def _other(row: Sequence[Any], counts: Counts) -> RankedFromEnrolments:
    _kind, learner, unit, _enrolled, _completed, done, bits, *_nothing, name, number = row
    return RankedFromEnrolments(learner, unit, _reason(bits, done, counts), done, sort_key(name, number))


def _reason(bits: int, done: int, counts: Counts) -> Reason:
    """Return the reason as the statement of `ranking` says it."""
    if bits & (OPEN | COMPLETED) == COMPLETED:
        return Reason.COMPLETED
    said = ((OVERDUE, Reason.OVERDUE), (NO_ATTEMPT_LEFT, Reason.NO_ATTEMPT_LEFT), (DUE_SOON, Reason.DUE_SOON))
    pressed = next((reason for bit, reason in said if bits & bit), None)
    if pressed is not None or not bits & OPEN:
        return Reason.ON_TRACK if pressed is None else pressed
    if not bits & LATELY:
        return Reason.QUIET
    return Reason.SLOW if done * 200 < counts.rule.behind * counts.twice else Reason.ON_TRACK


def _group(counts: Counts, rows: Sequence[Any], courses: int) -> None:
    """Put rows of the counts together by reason and unit."""
    people: Counter[tuple[Reason, int | None, int, int]] = Counter()
    names: dict[int | None, str] = {}
    for kind, _which, unit, enrolled, completed, number, *reasons, unit_name, _name, _number in rows:
        if kind in (sql.GROUP, sql.LESS):
            sign = 1 if kind == sql.GROUP else -1
            for reason, some in _split(enrolled, completed, number, *reasons):
                if some:
                    people[reason, unit, enrolled, completed] += sign * some
                    counts.kept[reason, unit] += sign * some
        if kind in (sql.GROUP, sql.PERSON):
            names[unit] = unit_name or ""
    for row, other in zip([row for row in rows if row[0] == sql.PERSON], counts.others, strict=True):
        people[other.reason, other.unit, row[3], row[4]] += 1
    counts.groups = list(_groups(people, names, courses))


def _split(
    enrolled: int, completed: int, number: int, overdue: int, soon: int, quiet: int, slow: int
) -> Sequence[tuple[Reason, int]]:
    if enrolled and enrolled == completed:
        return ((Reason.COMPLETED, number),)
    pressed = ((Reason.OVERDUE, overdue), (Reason.DUE_SOON, soon), (Reason.QUIET, quiet), (Reason.SLOW, slow))
    return (*pressed, (Reason.ON_TRACK, number - overdue - soon - quiet - slow))


def _groups(
    people: Mapping[tuple[Reason, int | None, int, int], int], names: Mapping[int | None, str], courses: int
) -> Iterator[Group]:
    found: dict[tuple[Reason, int | None], list[int]] = {}
    for (reason, unit, enrolled, completed), number in people.items():
        if number:
            group = found.setdefault((reason, unit), [0] * (1 + 2 * courses))
            group[0] += number
            for place in range(courses):
                if enrolled >> place & 1:
                    group[1 + place] += number
                    group[1 + courses + place] += number * (completed >> place & 1)
    for (reason, unit), (number, *each) in found.items():
        done = zip(each[:courses], each[courses:], strict=True)
        yield Group(reason, unit, names[unit], number, tuple(ready if there else None for there, ready in done))


def stretch(counts: Counts, filters: Filters, *, first: int, number: int) -> list[int]:
    """Return the learners whom `filters` choose, in order, from the place `first` on, so many. One statement."""
    wanted, chosen = list(_stretches(counts, filters, first, number)), []
    if not wanted:
        return []
    statement = sql.stretches(
        [one.asked for one in wanted],
        sort=filters.sort,
        attention=filters.attention,
        unit=filters.unit is not None,
        twice=counts.twice,
        behind=counts.rule.behind,
        others=[other.learner for other in counts.others],
    )
    rows = _asked(statement, counts, {"unit": filters.unit})
    for place, stretch in enumerate(wanted):
        kept = sorted((_sorted(filters, row[3], bytes(row[2])), row[1]) for row in rows if row[0] == place)
        chosen += stretch.among(kept)
    return chosen


def _sorted(filters: Filters, done: int, key: bytes) -> tuple[int, bytes]:
    return (done if filters.sort == "done" else 0, key)


@dataclass(frozen=True)
class PageStretch:
    """Part of the people who are listed for a reason, from `first` to before `last`: some are kept, and `others` have
    to be put among them, by what they are sorted by.
    """

    asked: sql.Stretch
    first: int
    last: int
    others: Sequence[tuple[tuple[int, bytes], int]]

    def among(self, kept: Sequence[tuple[tuple[int, bytes], int]]) -> list[int]:
        """Return the learners of the stretch. All kept ones before those that were asked for stand before the first."""
        before = bisect_left(self.others, kept[0]) if self.asked.first and kept else 0
        together = sorted([*kept, *self.others[before:]])
        begins = self.asked.first + before
        return [learner for _key, learner in together[self.first - begins : self.last - begins]]


def _stretches(counts: Counts, filters: Filters, first: int, number: int) -> Iterator[PageStretch]:
    """Yield the parts of all places that are on the page: a stretch for each reason where these come one after
    another.
    """
    reasons: list[Reason | None] = [*Reason] if filters.sort == "attention" else [None]
    last = first + number
    for reason in reasons:
        some = [one for one in counts.others if filters.choose(one.unit, one.reason) and reason in (None, one.reason)]
        kept = sum(
            number for (of, unit), number in counts.kept.items() if filters.choose(unit, of) and reason in (None, of)
        )
        here = kept + len(some)
        if first < here and last > 0:
            begin, end = max(first, 0), min(last, here)
            start = max(begin - len(some), 0)
            others = sorted((_sorted(filters, one.done, one.sorted), one.learner) for one in some)
            yield PageStretch(sql.Stretch(reason, start, end - start), begin, end, others)
        first, last = first - here, last - here
