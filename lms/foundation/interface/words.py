"""Days, durations and shares as a reader of any of our languages says them.

Pure: today is an argument; language and time zone are those that are active.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, gettext, ngettext

from lms.foundation.interface.calendars import CALENDARS

NO_BREAK = "\u00a0"
DAYS_THAT_ARE_COUNTED = 60


def day(when: date | datetime, *, today: date) -> str:
    """Return the day like “Friday 27 November”; with the year if it is not this year's. For a moment, its day in the
    reader's zone.
    """
    when = local_day(when)
    year = f" {when.year}" if when.year != today.year else ""
    return f"{_weekday(when, _language())} {_day_of_month(when, _language())}{year}"


def moment(when: datetime, *, today: date) -> str:
    """Return the moment like “Friday 27 November, 09:00”, in the reader's zone."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return gettext("%(day)s, %(time)s") % {"day": day(when, today=today), "time": f"{local:%H:%M}"}


def full_date(when: date) -> str:
    """Return the date like “3 November 2026”."""
    return f"{_day_of_month(when, _language())} {when.year}"


def month(when: date) -> str:
    """Return the month like “November 2026”."""
    return f"{_month(when.month, _language())} {when.year}"


def local_day(when: date | datetime) -> date:
    """Return the day of a moment in the reader's zone; a day, and the day of a moment without a zone, as it is."""
    if not isinstance(when, datetime):
        return when
    return timezone.localdate(when) if timezone.is_aware(when) else when.date()


@lru_cache(maxsize=1024)
def _weekday(when: date, language: str) -> str:
    """Return the weekday in `language`, which is the active one."""
    calendar = CALENDARS.get(language)
    return f"{calendar.weekdays[when.weekday()]}{calendar.comma}" if calendar else date_format(when, "l")


@lru_cache(maxsize=1024)
def _day_of_month(when: date, language: str) -> str:
    """Return day and month in `language`, which is the active one."""
    number = "1er" if when.day == 1 and language == "fr" else when.day
    return f"{number} {_month(when.month, language)}"


@lru_cache(maxsize=128)
def _month(number: int, language: str) -> str:
    """Return the month in `language`, which is the active one."""
    if calendar := CALENDARS.get(language):
        return calendar.months[number - 1]
    return date_format(date(2000, number, 1), "F")


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def hours(minutes: int) -> str:
    """Return a duration like “12 minutes”, “3 hours”, “1 hour 30 minutes”."""
    return _hours(minutes, get_language() or "")


@lru_cache(maxsize=4096)
def _hours(minutes: int, _language: str) -> str:
    """Return the duration in the active language."""
    whole, rest = divmod(max(0, minutes), 60)
    spoken_hours = ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": whole}
    spoken_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not whole:
        return spoken_minutes
    if not rest:
        return spoken_hours
    return gettext("%(hours)s %(minutes)s") % {"hours": spoken_hours, "minutes": spoken_minutes}


def percent(share: float | Decimal, *, places: int = 0) -> str:
    """Return “86 %” for 0.86, rounded half up to `places` decimals, in the reader's format."""
    return _percent(share, places, get_language() or "")


@lru_cache(maxsize=4096, typed=True)
def _percent(share: float | Decimal, places: int, language: str) -> str:
    """Return the percentage in `language`, which is the active one."""
    value = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    # Translators: how a percentage is written. The space, if the language has one, will not break.
    written = gettext("%(number)s %%") % {"number": number_format(value, decimal_pos=places)}
    return written.replace(" ", NO_BREAK)


def ago(when: date | datetime, *, today: date) -> str:
    """Return the distance like “today”, “yesterday”, “12 days ago”; the day itself if it is long past or still to
    come.
    """
    when = local_day(when)
    days = (today - when).days
    if not 0 <= days <= DAYS_THAT_ARE_COUNTED:
        return day(when, today=today)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def shortened(text: str, most: int) -> str:
    """Return the text in one line of `most` characters at most; a longer one ends after a whole word, and a mark says
    that it goes on.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    room = line[:most]
    words, _space, _half = room.rpartition(" ")
    return f"{(words or room[:-1]).rstrip(' .,;:،፣')}…"


def spoken(code: str) -> str:
    """Return the attributes of an element that holds texts in the language `code`: how they are pronounced, and where
    they begin.
    """
    return format_html(' lang="{}" dir="{}"', code, "rtl" if get_language_info(code)["bidi"] else "ltr")
