"""What a certificate says, in the language that is active."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from lms.interface.calendars import CALENDARS

from ..models import Certificate


def written(day: date) -> str:
    """“3 November 2026”."""
    language = (get_language() or "en").split("-")[0]
    if language in CALENDARS:
        return f"{day.day} {CALENDARS[language].months[day.month - 1]} {day.year}"
    number = "1er" if language == "fr" and day.day == 1 else day.day
    return f"{number} {date_format(day, 'F')} {day.year}"


def duration(minutes: int) -> str:
    """“3 hours of training”; in minutes where the hours are not whole."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return ngettext("%(count)s minute of training", "%(count)s minutes of training", minutes) % {"count": minutes}
    return ngettext("%(count)s hour of training", "%(count)s hours of training", hours) % {"count": hours}


def facts(certificate: Certificate) -> str:
    """How long, which edition, when."""
    return gettext("%(duration)s · edition %(edition)s · completed on %(date)s") % {
        "duration": duration(certificate.minutes),
        "edition": certificate.edition,
        "date": written(certificate.completed_on),
    }


def validity(certificate: Certificate) -> str:
    """Until when it is valid."""
    if certificate.valid_until is None:
        return gettext("valid without limit of time")
    return gettext("valid until %(date)s") % {"date": written(certificate.valid_until)}
