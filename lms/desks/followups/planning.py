"""Days on which something is asked. Pure."""

from calendar import monthrange
from datetime import datetime


def months_later(at: datetime, months: int) -> datetime:
    """Return the same day and time so many months later; the last of the month where it has no such day."""
    place = at.month - 1 + months
    year, month = at.year + place // 12, place % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
