"""Statistics that nobody has to ask for: of quizzes at which attempts have ended since they were last computed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from courses.models import Activity
from lms.learning.progress.models import Attempt

from ..exams.models import Sitting
from ..page.models import QuizPage
from ..regrading.models import Regrade
from . import services
from .models import StatisticsRun

QUIET = timedelta(minutes=30)
"""So long nothing has ended before statistics are computed, unless the quiz or a sitting of it has closed."""
LONGEST = timedelta(days=1)
"""Where attempts end all day long, and where marks are still missing, statistics are this old at most."""
MARGIN = timedelta(minutes=5)
"""An attempt that ended just before the statistics were asked for may have been stored just after they had read it."""
AT_ONCE = 20
"""So many quizzes are taken up at a time, those first whose statistics are oldest."""

Status, Which = StatisticsRun.Status, StatisticsRun.Which
UNDER_WAY = (Status.PENDING, Status.RUNNING)


@dataclass(frozen=True)
class Quiz:
    """Dates of a quiz that decide whether its statistics are due: when its first and its last attempt ended, when its
    statistics were asked for (None: never), when it closed, when a sitting of it did, when a key was corrected in its
    attempts; and how many first attempts were left out for want of a mark, and would be now.
    """

    begun_at: datetime
    ended_at: datetime
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    sitting_at: datetime | None = None
    corrected_at: datetime | None = None
    left_out: int = 0
    unmarked: int = 0

    def due(self, now: datetime) -> bool:
        """Return whether it is time to compute. After a request for statistics it is false until something new
        happens.
        """
        if self.asked_at is None:
            return self._at_rest(now) or self.begun_at <= now - LONGEST
        if self.corrected_at is not None and self.corrected_at > self.asked_at:
            return True
        if self.asked_at <= now - LONGEST and (self.left_out > self.unmarked or self.ended_at > self.asked_at):
            return True
        if self.ended_at > self.asked_at:
            return self._at_rest(now)
        return self.ended_at > self.asked_at - MARGIN and self.ended_at <= now - QUIET and self.asked_at <= now - QUIET

    def _at_rest(self, now: datetime) -> bool:
        """Return whether no attempt has ended for a while, or no more can end: the quiz is closed, or a sitting closed
        with these attempts.
        """
        closings = (moment for moment in (self.closed_at, self.sitting_at) if moment is not None and moment <= now)
        return self.ended_at <= now - QUIET or any(moment >= self.ended_at - QUIET for moment in closings)


def ask_for_due(*, now: datetime) -> int:
    """Queue the statistics that are due: of first attempts, and of choices of attempts that a person has once asked
    for.

    Returns of how many quizzes. Two statements, and a few for each quiz that is due.
    """
    due_rows = {row.pk: row for row in _ended() if row.run_status not in UNDER_WAY and _quiz(row).due(now)}
    oldest = sorted(
        due_rows.values(), key=lambda row: (row.asked_at is not None, row.asked_at or row.ended_at, row.pk)
    )[:AT_ONCE]
    others = _asked_before(row.pk for row in oldest)
    for row in oldest:
        for which in {Which.FIRST, *others[row.pk]}:
            services.ask(activity=row, which=which, now=now)
    return len(oldest)


def _quiz(row: Any) -> Quiz:
    return Quiz(
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        asked_at=row.asked_at,
        closed_at=row.window_at,
        sitting_at=row.sitting_at,
        corrected_at=row.corrected_at,
        left_out=row.left_out or 0,
        unmarked=row.unmarked or 0,
    )


def _ended() -> QuerySet[Any]:
    """Return every quiz at which an attempt has ended, with what `Quiz` wants to know.

    One statement, an index for each of its parts.
    """
    ended = Attempt.objects.filter(activity=OuterRef("pk"), closed_at__isnull=False).order_by("-closed_at")
    waiting = Attempt.objects.filter(activity=OuterRef("pk"), waiting=True, closed_at__isnull=False, number=1)
    run = StatisticsRun.objects.filter(activity=OuterRef("pk"), which=Which.FIRST)
    rows = Activity.objects.filter(kind=QuizPage.activity_kind).annotate(
        begun_at=Subquery(ended.order_by("closed_at").values("closed_at")[:1]),
        ended_at=Subquery(ended.values("closed_at")[:1]),
        asked_at=Subquery(run.values("asked_at")[:1]),
        run_status=Subquery(run.values("status")[:1]),
        left_out=Subquery(run.values("not_marked")[:1]),
        window_at=_latest(
            QuizPage.objects.filter(translation_key=OuterRef("pk"), live=True), "translation_key", "closes_at"
        ),
        sitting_at=_latest(
            Sitting.objects.filter(activity=OuterRef("pk"), opened_at__isnull=False), "activity", "closed_at"
        ),
        corrected_at=_latest(
            Regrade.objects.filter(activity=OuterRef("pk"), status=Regrade.Status.DONE), "activity", "touched_at"
        ),
        unmarked=Subquery(waiting.order_by().values("activity").annotate(number=Count("pk")).values("number")),
    )
    return rows.filter(ended_at__isnull=False)


def _latest(rows: QuerySet, group: str, moment: str) -> Subquery:
    return Subquery(rows.order_by().values(group).annotate(latest=Max(moment)).values("latest"))


def _asked_before(activities: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the choices of attempts for which statistics were asked before, by quiz."""
    asked: dict[UUID, set[str]] = defaultdict(set)
    for activity, which in StatisticsRun.objects.filter(activity__in=list(activities)).values_list("activity", "which"):
        asked[activity].add(which)
    return asked
