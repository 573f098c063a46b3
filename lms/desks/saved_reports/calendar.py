"""Days of a schedule: when the next file is due, and the period before it. Pure."""

from datetime import date, datetime, time, timedelta, tzinfo

HOUR = time(6)
"""When a file is made, where its reader is."""


def next_time(every: str, after: datetime, zone: tzinfo) -> datetime:
    """Return the first time after `after`: each day, each Monday, or each first day of a month, at the hour."""
    day = after.astimezone(zone).date()
    while True:
        at = datetime.combine(day, HOUR, zone)
        if at > after and _fits(every, day):
            return at
        day += timedelta(days=1)


def _fits(every: str, day: date) -> bool:
    return every == "day" or (every == "week" and day.weekday() == 0) or (every == "month" and day.day == 1)


def period_before(every: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the day, the week (from Monday) or the month before the one of `day`."""
    if every == "day":
        return day - timedelta(days=1), day - timedelta(days=1)
    begin = day - timedelta(days=day.weekday()) if every == "week" else day.replace(day=1)
    last = begin - timedelta(days=1)
    return (begin - timedelta(days=7), last) if every == "week" else (last.replace(day=1), last)
