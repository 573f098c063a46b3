"""Standing of a learner among the others, and the reason to look at it. Asks no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from lms.learning.progress.models.dates import is_overdue

from .thresholds import Thresholds


class Reason(IntEnum):
    """Reason why a learner is listed, the most pressing first; the last two need nobody's attention."""

    OVERDUE = 0
    NO_ATTEMPT_LEFT = 1
    DUE_SOON = 2
    QUIET = 3
    SLOW = 4
    ON_TRACK = 5
    COMPLETED = 6

    @property
    def needs_attention(self) -> bool:
        return self < Reason.ON_TRACK


@dataclass(slots=True)
class CourseStanding:
    """One enrolment: `remaining` of `total` required activities are not done;
    `failures` where an activity has no attempt left.
    """

    enrolment: int
    total: int
    remaining: int
    started: bool = False
    completed: bool = False
    score: float | None = None
    due: float | None = None
    seen: float | None = None
    enrolled: float | None = None
    """Moments, in seconds since 1970: of a thousand learners only a page is shown, and only theirs are made times."""
    failures: int = 0
    is_elsewhere: bool = False
    """Was it completed outside the cohort's institution? Then its score is known and no more."""

    @property
    def done(self) -> int:
        return self.total - self.remaining

    @property
    def heard(self) -> float | None:
        """The time when the learner was last seen, or else enrolled."""
        return self.enrolled if self.seen is None else self.seen


@dataclass(slots=True)
class Standing:
    """One learner of a cohort, with their ways by course (hex of its id)."""

    learner: int
    name: str
    service_number: str
    unit_id: int | None
    unit: str
    ways: dict[str, CourseStanding] = field(default_factory=dict)
    reason: Reason = Reason.ON_TRACK

    @property
    def done(self) -> int:
        """Required activities done, in all courses."""
        return sum([way.total - way.remaining for way in self.ways.values()])

    @property
    def left(self) -> int:
        return sum(way.remaining for way in self.open)

    @property
    def open(self) -> list[CourseStanding]:
        return [way for way in self.ways.values() if not way.completed]

    @property
    def completed_courses(self) -> int:
        return sum(way.completed for way in self.ways.values())

    @property
    def due_at(self) -> datetime | None:
        """The next due date of what is not complete."""
        return moment(_next(self.open))

    @property
    def pressing(self) -> str:
        """The course (hex of its id) that gives the reason: with an activity that has no attempt left where that is
        it, else the one due next; empty where nothing is left.
        """
        left = [(way.due is None, way.due or 0.0, course) for course, way in self.ways.items() if self._presses(way)]
        return min(left)[2] if left else ""

    def _presses(self, way: CourseStanding) -> bool:
        return not way.completed and (self.reason != Reason.NO_ATTEMPT_LEFT or way.failures > 0)

    @property
    def seen(self) -> float | None:
        return max([way.seen for way in self.ways.values() if way.seen is not None], default=None)

    @property
    def heard_at(self) -> datetime | None:
        """The time when the learner was last seen or enrolled, in any course."""
        return moment(max([way.heard for way in self.ways.values() if way.heard is not None], default=None))

    @property
    def seen_at(self) -> datetime | None:
        return moment(self.seen)


def moment(seconds: float | None) -> datetime | None:
    """Return the time in UTC, to the millisecond."""
    return None if seconds is None else datetime.fromtimestamp(round(seconds, 3), UTC)


def _next(ways: Iterable[CourseStanding]) -> float | None:
    return min([way.due for way in ways if way.due is not None], default=None)


def reason_for(standing: Standing, rule: Thresholds, *, done: int, typical: float, now: datetime) -> Reason:
    """Explain why `standing` is listed, who has `done` so many activities, the median learner `typical`: by the `rule`
    of the cohort.
    """
    left = standing.open
    if standing.ways and not left:
        return Reason.COMPLETED
    due = standing.due_at
    if is_overdue(due_at=due, completed_at=None, now=now):
        return Reason.OVERDUE
    if any(way.failures for way in left):
        return Reason.NO_ATTEMPT_LEFT
    if due is not None and due < rule.soon(now):
        return Reason.DUE_SOON
    return _unpressed(standing, rule, done=done, typical=typical, now=now) if left else Reason.ON_TRACK


def _unpressed(standing: Standing, rule: Thresholds, *, done: int, typical: float, now: datetime) -> Reason:
    """Return the same of somebody who has something left, and nothing that presses."""
    heard = standing.heard_at
    if heard is not None and heard < rule.quiet(now):
        return Reason.QUIET
    if done * 100 < typical * rule.behind:
        return Reason.SLOW
    return Reason.ON_TRACK


TICK = timedelta(microseconds=1)
"""A due date has passed just after it."""


def next_change(standing: Standing, rule: Thresholds, *, now: datetime) -> datetime | None:
    """Return the first moment after `now` at which time alone may give `standing` another reason; None where there is
    none.
    """
    moments = []
    if standing.open:
        due, heard = standing.due_at, standing.heard_at
        if due is not None:
            moments += [due + TICK, due - timedelta(days=rule.soon_days) + TICK]
        if heard is not None:
            moments.append(rule.quiet_from(heard))
    return min((moment for moment in moments if moment > now), default=None)
