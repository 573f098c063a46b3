"""Statements, each compiled once, that read what people did in the activities of a course."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Q, QuerySet, TextField
from django.db.models.functions import Cast

from lms.foundation.database.statements import Parameter, Statement, Values
from lms.learning.progress.models import Attempt, Enrolment

from ..standing.epoch import Number
from ..standing.statements import FAILED

if TYPE_CHECKING:
    from django.db.models import Model


@lru_cache(maxsize=8)
def ways(number: int) -> Statement[Enrolment]:
    """Return the `number` enrolments with the keys `way0` …: release, what is done, and scores."""
    return Statement(lambda: done(Enrolment.objects.filter(pk__in=_keys(number))), prepared=True)


@lru_cache(maxsize=8)
def tries(number: int) -> Values:
    """Return the statement of `tried` for the enrolments with the keys `way0` …."""
    theirs = Enrolment.objects.filter(pk__in=_keys(number)).values("pk")
    return Values(lambda: tried(Attempt.objects.filter(enrolment__in=theirs)), prepared=True)


@lru_cache(maxsize=8)
def marks(number: int) -> Values:
    """Return the statement of `marked` for the enrolments with the keys `way0` …."""
    theirs = Enrolment.objects.filter(pk__in=_keys(number)).values("pk")
    return Values(lambda: marked(Attempt.objects.filter(enrolment__in=theirs)), prepared=True)


def _keys(number: int) -> Sequence[Any]:
    return [Parameter(f"way{place}", BigIntegerField()) for place in range(number)]


def done(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Return `enrolments` with only the columns about activities."""
    return enrolments.only("release", "course", "done", "scores", "overrides")


def tried(attempts: QuerySet[Attempt]) -> "QuerySet[Model, tuple[object, ...]]":
    """Return, for each enrolment and activity that was tried and not simply done (`results.tries_of`): these two, how
    many attempts there are, failed, go on, and are being marked.
    """
    rows = attempts.filter(Q(completed_at=None) | Q(passed=False) | Q(waiting=True)).order_by()
    return rows.values_list("enrolment", Cast("activity", TextField())).annotate(
        begun=Number("pk"),
        failed=Number("pk", filter=FAILED),
        under_way=Number("pk", filter=Q(closed_at=None)),
        waiting=Number("pk", filter=Q(waiting=True)),
    )


def marked(attempts: QuerySet[Attempt]) -> "QuerySet[Model, tuple[object, ...]]":
    """Return each attempt that has a result: enrolment, activity, number and score."""
    rows = attempts.filter(completed_at__isnull=False, score__isnull=False).order_by("number")
    return rows.values_list("enrolment", Cast("activity", TextField()), "number", "score")
