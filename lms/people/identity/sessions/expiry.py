"""End of a session: after a time without use, and for staff within a working day.

The time of last use is written down in a twenty-fourth of that time at most: of staff every five minutes, of learners
twice a day.
"""

from datetime import datetime, timedelta

from django.conf import settings

PART = 24


def idle(*, is_staff: bool) -> timedelta:
    """Return how long a session lasts without use."""
    if is_staff and settings.STAFF_IDLE_MINUTES:
        return timedelta(minutes=settings.STAFF_IDLE_MINUTES)
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def ends_at(*, began_at: datetime, used_at: datetime, is_staff: bool) -> datetime:
    """Return the end of a session from its beginning and its last use."""
    end = used_at + idle(is_staff=is_staff)
    if is_staff and settings.STAFF_SESSION_HOURS:
        end = min(end, began_at + timedelta(hours=settings.STAFF_SESSION_HOURS))
    return end


def is_to_be_kept(
    *, used_at: datetime | None, ends: datetime, began_at: datetime, now: datetime, is_staff: bool
) -> bool:
    """Return whether to write down that the session is used `now`. True also if it would last longer than allowed,
    because its person has become staff.
    """
    if used_at is None or now - used_at >= idle(is_staff=is_staff) / PART:
        return True
    lasts_longer = ends - ends_at(began_at=began_at, used_at=now, is_staff=is_staff) > timedelta(minutes=1)
    return is_staff and settings.STAFF_IDLE_MINUTES > 0 and lasts_longer
