"""Thresholds from which somebody of a cohort needs attention, as an institution or a cohort has it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
    def of(cls, cohort: Any) -> "Thresholds":
        """Return the thresholds that a cohort has in `attention` (`statements.visible_cohorts`), or else the usual
        ones.
        """
        rule: Mapping[str, int] = getattr(cohort, "attention", None) or {}
        return cls(**rule, zone=cohort.institution.timezone)

    def soon(self, now: datetime) -> datetime:
        """Return the time before which a due date counts as soon."""
        return now + timedelta(days=self.soon_days)

    def quiet(self, now: datetime) -> datetime:
        """Return the time before which a learner last seen counts as quiet: the beginning of a day, to the hour, since
        kept places know no more.
        """
        today = now.astimezone(ZoneInfo(self.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        return (today - timedelta(days=self.quiet_days)).astimezone(UTC).replace(minute=0)
