"""Numbers of text messages that an institution may send in a month, and has sent."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from lms.people.directory.institutions import Institution

from .gateway_settings import monthly_limit_of
from .models import SmsMonth


def month_of(institution: Institution, now: datetime) -> date:
    """Return the first day of the month that it is at `institution`."""
    return now.astimezone(ZoneInfo(institution.timezone)).date().replace(day=1)


def parts_left(institution: Institution, now: datetime) -> int:
    """Return how many parts of messages `institution` may still send this month. One statement."""
    row = SmsMonth.objects.filter(institution=institution, month=month_of(institution, now)).first()
    return max(monthly_limit_of(institution) - (row.parts if row else 0), 0)


def reserve(institution: Institution, month: date, parts: int) -> bool:
    """Count so many `parts`; False where that would be more than the institution may send. Two at once are both
    counted.
    """
    SmsMonth.objects.get_or_create(institution=institution, month=month)
    row = SmsMonth.objects.filter(institution=institution, month=month)
    return bool(row.filter(parts__lte=monthly_limit_of(institution) - parts).update(parts=F("parts") + parts))


def give_back(institution_id: int, month: date, parts: int) -> None:
    """Subtract `parts` that were not sent from the count of the month."""
    row = SmsMonth.objects.filter(institution=institution_id, month=month, parts__gte=parts)
    row.update(parts=F("parts") - parts)
