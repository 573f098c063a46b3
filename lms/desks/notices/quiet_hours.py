"""Quiet hours: when nobody is disturbed, in the time zone of their institution. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class QuietHours:
    """Quiet hours from `begin` to `end`, over midnight where that is later. The same hour twice: there are none."""

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> "QuietHours":
        """Return “20:00-07:00”. Raises `ValueError` for anything else."""
        begin, _line, end = text.partition("-")
        hours = cls(time.fromisoformat(begin.strip()), time.fromisoformat(end.strip()))
        if hours.begin.tzinfo or hours.end.tzinfo:
            raise ValueError("Quiet hours are those of each institution, without a zone.")
        return hours

    def holds(self, at: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end

    def earliest(self, now: datetime, zone: tzinfo) -> datetime:
        """Return the earliest time from `now` on at which a person may be told."""
        return self.next_end(now, zone) if self.holds(now.astimezone(zone).time()) else now

    def next_end(self, now: datetime, zone: tzinfo) -> datetime:
        """Return the next end of the quiet hours; daily messages go out then."""
        local = now.astimezone(zone)
        end = datetime.combine(local.date(), self.end, tzinfo=zone)
        return end if end > local else datetime.combine(local.date() + timedelta(days=1), self.end, tzinfo=zone)
