"""Wording of a certificate, in the active language."""

from django.utils.translation import gettext, ngettext

from lms.foundation.interface.words import full_date

from ..models import Certificate


def duration(minutes: int) -> str:
    """Return “3 hours of training”; in minutes where the hours are not whole."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return ngettext("%(count)s minute of training", "%(count)s minutes of training", minutes) % {"count": minutes}
    return ngettext("%(count)s hour of training", "%(count)s hours of training", hours) % {"count": hours}


def facts(certificate: Certificate) -> str:
    """Return the duration, the edition of a course, and the date of completion."""
    if certificate.completion_id is not None:
        return gettext("%(duration)s · completed on %(date)s") % {
            "duration": duration(certificate.minutes),
            "date": full_date(certificate.completed_on),
        }
    return gettext("%(duration)s · edition %(edition)s · completed on %(date)s") % {
        "duration": duration(certificate.minutes),
        "edition": certificate.edition,
        "date": full_date(certificate.completed_on),
    }


def validity(certificate: Certificate) -> str:
    """Say until when it is valid."""
    if certificate.valid_until is None:
        return gettext("valid without limit of time")
    return gettext("valid until %(date)s") % {"date": full_date(certificate.valid_until)}


def parts(certificate: Certificate) -> list[str]:
    """Return the courses of a programme, each with how long it takes; none on the certificate of a course."""
    return [f"{part['title']} ({duration(part['minutes'])})" for part in certificate.parts]
