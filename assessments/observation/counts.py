"""Counts of observations by a checklist, and whether people passed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lms.people.directory.models import Cohort

from .models import Finding
from .rules import Criterion


@dataclass(frozen=True)
class ObservationCounts:
    """Signed observations of one person: their number, and whether one of them passed."""

    times: int
    passed: bool


def counted_of(activity: UUID, learners: Collection[int]) -> dict[int, ObservationCounts]:
    """Return by learner, of those who were observed. One statement."""
    rows: Any = (
        Finding.objects.filter(learner__in=learners, observation__activity=activity, attempt__isnull=False)
        .values_list("learner")
        .annotate(times=Count("pk"), passed=Count("pk", filter=Q(attempt__passed=True)))
        .order_by()
    )
    return {learner: ObservationCounts(times, passed > 0) for learner, times, passed in rows}


def observed_in(cohort: Cohort) -> dict[UUID, int]:
    """Return by checklist how many of the people who are in `cohort` were observed. One statement."""
    rows: Any = (
        Finding.objects.filter(learner__cohort_places__cohort=cohort, attempt__isnull=False)
        .values_list("observation__activity")
        .annotate(people=Count("learner", distinct=True))
        .order_by()
    )
    return dict(rows)


@dataclass(frozen=True)
class LevelCounts:
    """Levels of one criterion, each with the number of people who reached it."""

    text: str
    levels: Sequence[tuple[str, int]]


def last_levels(findings: QuerySet[Finding]) -> list[dict[str, str]]:
    """Return the levels of the last of `findings` of each learner. One statement."""
    rows = findings.order_by("observation__signed_at", "pk").values_list("learner", "levels")
    return list(dict(rows).values())


def count_levels(criteria: Iterable[Criterion], found: Collection[Mapping[str, str]]) -> list[LevelCounts]:
    """Count by criterion how many of `found` have which level."""
    return [
        LevelCounts(
            one["text"],
            [(level["text"], sum(levels.get(one["id"]) == level["id"] for levels in found)) for level in one["levels"]],
        )
        for one in criteria
    ]
