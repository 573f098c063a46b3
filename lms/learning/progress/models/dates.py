"""Dates on which a course opens, is due and closes for a learner. Pure.

Days are those of an institution's time zone: a course opens as its day begins there, and is due and closes as its day
ends there. They are kept as moments, which no change of clocks moves.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

LAST_SECOND = time(23, 59, 59)


def begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which `day` begins there."""
    return datetime.combine(day, time(), zone)


def ends(day: date, zone: ZoneInfo) -> datetime:
    """Return the last second of `day` there."""
    return datetime.combine(day, LAST_SECOND, zone)


def is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment < now


def overdue(now: datetime) -> Q:
    """Return the condition for enrolments that are overdue at `now`. `is_overdue` says the same of the values of one
    row.
    """
    return Q(completed_at=None, due_at__lt=now)


def is_overdue(*, due_at: datetime | None, completed_at: datetime | None, now: datetime) -> bool:
    return completed_at is None and due_at is not None and due_at < now


@dataclass(frozen=True)
class Dates:
    """Dates on which a course opens, is due and closes; None for a date that it lacks. `required` says whether it has
    to be done.
    """

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    required: bool = True

    def for_who_joined(
        self, joined_at: datetime | None, *, assigned_at: datetime, days: int | None, zone: ZoneInfo
    ) -> "Dates":
        """Return the dates of a learner who joined the cohort at `joined_at`: after it was assigned, they have `days`
        at least.
        """
        if days is None or joined_at is None or joined_at <= assigned_at:
            return self
        return self.until(ends(joined_at.astimezone(zone).date() + timedelta(days=days), zone))

    def until(self, moment: datetime | None) -> "Dates":
        """Return the same dates, but neither due nor closed before `moment`."""
        if moment is None:
            return self
        return replace(self, due_at=_later(self.due_at, moment), closes_at=_later(self.closes_at, moment))


def _later(one: datetime | None, other: datetime) -> datetime | None:
    return None if one is None else max(one, other)
