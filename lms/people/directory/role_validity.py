"""Days on which a role counts: in the time zone of the installation, by the clock of the database, so that statements
which are written once stay right the next day.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateField, Func, Q
from django.utils import timezone


class Today(Func):
    """The day that it is where the installation is."""

    output_field = DateField()

    def as_sqlite(self, compiler: object, connection: object, **context: object) -> Any:
        offset = timezone.now().astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        return f"DATE('now', '{minutes:+d} minutes')", []

    def as_postgresql(self, compiler: object, connection: object, **context: object) -> object:
        return f"(NOW() AT TIME ZONE '{settings.TIME_ZONE}')::date", []


def in_force(prefix: str = "") -> Q:
    """Return the condition for roles that count today; `prefix` leads to them, with its two underscores."""
    begun = Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": Today()})
    return begun & not_over(prefix)


def not_over(prefix: str = "") -> Q:
    """Return the condition for roles that count today or will."""
    return Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": Today()})
