"""Ranking of a cohort’s people: those on a page, and numbers for all of them, worked out by the database in one
statement.

It says what `standing.judge` and `standing.arrange` say, which are asked where everybody is read anyway. In Python a
thousand people with three courses each took fifty milliseconds, to show twenty-five of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from lms.learning.progress.models import Enrolment

from . import ranking_sql as sql
from .filters import Filters
from .rules import Reason
from .thresholds import Thresholds


@dataclass(frozen=True)
class Group:
    """Number of people of one unit who are listed for one reason, and for each course how many of them have completed
    it: None where none of them is enrolled.
    """

    reason: Reason
    unit: int | None
    unit_name: str
    people: int
    completed: tuple[int | None, ...]


@dataclass(frozen=True)
class ListedLearner:
    """Person on the page."""

    learner: int
    reason: Reason


@dataclass(frozen=True)
class CountedEnrolments:
    """Choice of the enrolments that count, with what is needed to count them.

    `courses` are in the order of the columns. `totals` has the number of required activities of each release.
    `institutions` are those whose enrolments are seen, None for all. `exhausted` are enrolments with an activity that
    was failed for good, with their learners.
    """

    courses: Sequence[UUID]
    totals: Mapping[int, int]
    institutions: Collection[int] | None
    exhausted: Mapping[int, int]


def rank(
    cohort: int,
    counted: CountedEnrolments,
    filters: Filters,
    rule: Thresholds,
    *,
    first: int,
    number: int,
    now: datetime,
) -> tuple[list[Group], list[ListedLearner]]:
    """Return all people of `cohort` in groups, and `number` of those whom `filters` choose, in order, from the place
    `first` on, by the `rule` of the cohort.
    """
    field = Enrolment._meta.get_field("course")
    courses = [field.get_db_prep_value(course, connection) for course in counted.courses]
    given: dict[str, Any] = {f"course{place}": course for place, course in enumerate(courses)}
    moments = {"now": now, "soon": rule.soon(now), "quiet": rule.quiet(now)}
    given |= {name: connection.ops.adapt_datetimefield_value(at) for name, at in moments.items()}
    given |= {"cohort": cohort, "unit": filters.unit, "first": first, "last": first + number, "number": number}
    statement = sql.statement(
        ways=len(courses),
        totals=counted.totals,
        institutions=counted.institutions,
        exhausted=counted.exhausted,
        behind=rule.behind,
        filters=filters,
        vendor=connection.vendor,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            connection.connection.create_function("casefold", 1, str.casefold, deterministic=True)
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    people = sorted((row for row in rows if row[0]), key=itemgetter(0))
    return [_group(row) for row in rows if not row[0]], [_listed(row) for row in people]


def _group(row: Sequence[Any]) -> Group:
    _place, reason, unit, people, name, _none, *completed = row
    return Group(
        Reason(reason), unit, name or "", people, tuple(None if one is None else int(one) for one in completed)
    )


def _listed(row: Sequence[Any]) -> ListedLearner:
    _place, reason, _unit, learner, *_columns = row
    return ListedLearner(learner, Reason(reason))
