"""Thresholds from which somebody of a cohort needs attention, as an institution or a cohort has it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from lms.people.directory.models import Cohort

LONGEST_SOON, LONGEST_QUIET = 60, 90
LEAST_BEHIND, MOST_BEHIND = 10, 90


@dataclass(frozen=True)
class Thresholds:
    """Due soon is what is due within `soon_days`. Quiet is who was not seen since `quiet_days` ago, in days of the
    time zone called `zone`. Slower than the cohort is who has done fewer than `behind` per cent of the activities that
    the median learner has done.
    """

    soon_days: int = 7
    quiet_days: int = 10
    behind: int = 50
    zone: str = "UTC"

    @classmethod
    def of(cls, cohort: "Cohort") -> "Thresholds":
        """Return the thresholds that a cohort has in `attention` (`statements.with_rules`), or else the usual
        ones.
        """
        rule: Mapping[str, int] = getattr(cohort, "attention", None) or {}
        return cls(**rule, zone=cohort.institution.timezone)

    def soon(self, now: datetime) -> datetime:
        """Return the time before which a due date counts as soon."""
        return now + timedelta(days=self.soon_days)

    def quiet(self, now: datetime) -> datetime:
        """Return the time before which a learner last seen counts as quiet: the beginning of a day."""
        return self._midnight(now, days=-self.quiet_days)

    def quiet_from(self, heard: datetime) -> datetime:
        """Return the time from which a learner last seen at `heard` counts as quiet."""
        return self._midnight(heard, days=self.quiet_days + 1)

    def _midnight(self, at: datetime, *, days: int) -> datetime:
        """Return the beginning of the day so many `days` after the day of `at`."""
        zone = ZoneInfo(self.zone)
        day = at.astimezone(zone).date() + timedelta(days=days)
        return datetime.combine(day, time(), zone).astimezone(UTC)
