"""When a session ends: after a time without use, and of staff within a working day.

The time of last use is written down in a twenty-fourth of that time at most: of staff every five minutes, of learners
twice a day.
"""

from datetime import datetime, timedelta

from django.conf import settings

PART = 24


def idle(*, is_staff: bool) -> timedelta:
    """How long a session lasts without use."""
    if is_staff and settings.STAFF_IDLE_MINUTES:
        return timedelta(minutes=settings.STAFF_IDLE_MINUTES)
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def ends_at(*, began_at: datetime, used_at: datetime, is_staff: bool) -> datetime:
    """When a session ends that began then and was used last then."""
    end = used_at + idle(is_staff=is_staff)
    if is_staff and settings.STAFF_SESSION_HOURS:
        end = min(end, began_at + timedelta(hours=settings.STAFF_SESSION_HOURS))
    return end


def is_to_be_kept(
    *, used_at: datetime | None, ends: datetime, began_at: datetime, now: datetime, is_staff: bool
) -> bool:
    """Is it time to write down that the session is used `now`? Also where it would last longer than it may, since its
    person became staff.
    """
    if used_at is None or now - used_at >= idle(is_staff=is_staff) / PART:
        return True
    lasts_longer = ends - ends_at(began_at=began_at, used_at=now, is_staff=is_staff) > timedelta(minutes=1)
    return is_staff and settings.STAFF_IDLE_MINUTES > 0 and lasts_longer
