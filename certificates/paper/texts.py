"""Wording of a certificate, in the active language."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from lms.foundation.interface.words import full_date, hours, percent

from ..models import Certificate


def verify_url(serial: str) -> str:
    """Return the public address at which anybody can check the certificate."""
    return settings.BASE_URL.rstrip("/") + reverse("certificates:verify", args=[serial])


def lines_of(certificate: Certificate) -> dict[str, Sequence[str]]:
    """Return the paragraphs of the pick list's lines (`design.sheet.LINES`); none for what it does not say."""
    of_programme = certificate.of_programme_id is not None
    number = {"number": certificate.service_number}
    if not certificate.service_number:
        sentence = gettext("has completed the programme") if of_programme else gettext("has completed the course")
    elif of_programme:
        sentence = gettext("service number %(number)s, has completed the programme") % number
    else:
        sentence = gettext("service number %(number)s, has completed the course") % number
    return {
        "issuer": [certificate.institution],
        "programme": [gettext("Programme on trafficking in persons and smuggling of migrants")],
        "title": [gettext("Certificate of completion")],
        "certify": [gettext("This is to certify that")],
        "name": [certificate.name],
        "number": [sentence],
        "course": [certificate.course],
        "parts": [" · ".join(parts(certificate))],
        "training": [training(certificate)],
        "completed": [completed(certificate)],
        "valid": [validity(certificate)],
        "unit": [certificate.unit],
        "score": [gettext("Score: %(score)s") % {"score": percent(certificate.score)}] if certificate.score else [],
        "serial": [certificate.serial],
        "address": [short_address(certificate.serial)],
    }


def short_address(serial: str) -> str:
    """Return the address of the verification page as people type it, without the number."""
    address = urlsplit(verify_url(serial))
    return address.netloc + address.path.rsplit(serial, 1)[0].rstrip("/")


def training(certificate: Certificate) -> str:
    """Return the time online and, apart, the time in class that the holder attended."""
    times = [gettext("Online: %(hours)s") % {"hours": hours(certificate.minutes)}] if certificate.minutes else []
    if certificate.attended:
        times.append(gettext("Attended in class: %(hours)s") % {"hours": hours(certificate.attended)})
    return " · ".join(times)


def completed(certificate: Certificate) -> str:
    """Return the edition of a course and the day of completion."""
    day = {"date": full_date(certificate.completed_on), "edition": certificate.edition}
    if certificate.of_programme_id is not None:
        return gettext("completed on %(date)s") % day
    return gettext("edition %(edition)s · completed on %(date)s") % day


def validity(certificate: Certificate) -> str:
    """Say until when it is valid."""
    if certificate.valid_until is None:
        return gettext("valid without limit of time")
    return gettext("valid until %(date)s") % {"date": full_date(certificate.valid_until)}


def parts(certificate: Certificate) -> list[str]:
    """Return the courses of a programme, each with how long it takes; none on the certificate of a course."""
    return [f"{part['title']} ({hours(part['minutes'])})" for part in certificate.parts]
