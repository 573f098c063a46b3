"""Days, months and quarters of a time zone, and how a reader writes them. Pure: today is an argument."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language

from lms.foundation.interface.calendars import CALENDARS


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def first(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def add(month: date, count: int) -> date:
    """Return the first day of the month that is `count` months after `month` (before it, where negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def last(month: date) -> date:
    """Return the last day of the month."""
    return add(month, 1) - timedelta(days=1)


def quarter(day: date) -> date:
    """Return the first day of the quarter of `day`."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def span(start: date, end: date) -> Iterator[date]:
    """Yield the first days of all months from that of `start` to that of `end`."""
    month = first(start)
    while month <= end:
        yield month
        month = add(month, 1)


def name(month: date) -> str:
    """Return “November 2026”, in the reader's language."""
    calendar = CALENDARS.get((get_language() or "en").split("-")[0])
    return f"{calendar.months[month.month - 1] if calendar else MONTHS[month.month]} {month.year}"


def short(month: date) -> str:
    """Return “Nov”, in the reader's language."""
    calendar = CALENDARS.get((get_language() or "en").split("-")[0])
    return calendar.months[month.month - 1][:3] if calendar else date_format(month, "M")


def written(day: date) -> str:
    """Return “1 November 2026”, in the reader's language."""
    return f"{day.day} {name(day)}"
