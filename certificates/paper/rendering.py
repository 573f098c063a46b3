"""Rendering of a certificate as PDF: one page, A4 landscape, in the language and the scripts of what it says."""

import logging
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.foundation.plugins.certificate import Award, CertificateElement, certificate_elements
from lms.foundation.plugins.runtime import faults, guard, value_checks
from lms.foundation.plugins.runtime.activation import owner_of
from lms.people.administration.crests import data_urls

from ..models import Certificate
from . import artwork
from .texts import facts, parts, validity

log = logging.getLogger(__name__)

MOST_LINES = 3
LONGEST = 90


def lines(certificate: Certificate) -> list[str]:
    """Return at most three lines, from the plugins that are on at the institution, in the certificate's language; none
    on that of a programme, since they speak of one course.

    One that breaks, or that no font can write, is logged and left out: the award does not depend on it.
    """
    of_course = certificate.completion_id is None and any(certificate_elements)
    return list(islice(_lines(certificate), MOST_LINES)) if of_course else []


def _lines(certificate: Certificate) -> Iterator[str]:
    enrolment = certificate.earned_by
    award = Award(
        serial=certificate.serial,
        name=certificate.name,
        course=certificate.course,
        institution=certificate.institution,
        issued_at=certificate.issued_at,
        score=enrolment.score,
        enrolment=enrolment,
    )
    for element in sorted(certificate_elements.on_at(enrolment.institution), key=lambda element: element.slug):
        call = guard.Call(owner_of(type(element)), faults.LINE, f"{element.slug}.line")

        def line_of(element: CertificateElement = element) -> str:
            return " ".join(value_checks.instance_of(str)(element.line(award, language=certificate.language)).split())

        line = guard.answer_or(call, line_of, instead=str)
        if odd := fonts.missing(line):
            log.warning(
                "certificate %s: no font has %s in the element “%s”, which is left out",
                certificate.serial,
                odd,
                element.slug,
            )
            faults.note(owner_of(type(element)), faults.LINE)
        elif line:
            yield line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
_LINE = 690.0
"""Width of the text's frame in points."""
_NAME, _LEAST_NAME = 35.0, 20.0
_ARABIC_LARGER = 1.25
"""Amiri is drawn smaller in its em than Noto Sans."""
_RIGHT_TO_LEFT = {"ar"}


class Unwritable(ValueError):
    """No font has some of the characters, or the text is too long for one page even at half its size."""


def pdf(certificate: Certificate) -> bytes:
    """Return the PDF of `certificate`. Raises `Unwritable`.

    The text is as large as the page allows: where it does not fit on one page it is made smaller, step by step.
    """
    texts = [certificate.name, certificate.institution, certificate.course, certificate.service_number]
    odd = fonts.missing("".join([*texts, *(part["title"] for part in certificate.parts)]))
    if odd:
        raise Unwritable(f"No font has these characters: {odd}")
    with translation.override(certificate.language):
        context = _context(certificate)
        for scale in _SCALES:
            data, pages = typeset(render_to_string("certificates/paper.html", context | _sizes(certificate, scale)))
            if pages == 1:
                return data
    raise Unwritable("The text does not fit on one page.")


def verify_url(serial: str) -> str:
    """Return the public address at which anybody can check the certificate."""
    return settings.BASE_URL.rstrip("/") + reverse("certificates:verify", args=[serial])


def _context(certificate: Certificate) -> dict[str, object]:
    address = verify_url(certificate.serial)
    short = urlsplit(address)
    return {
        "certificate": certificate,
        "faces": fonts.faces(),
        "frame": artwork.data_uri(artwork.frame()),
        "qr": segno.make(address, error="m").png_data_uri(scale=8, border=0, dark=artwork.INK, light=artwork.PAPER),
        "verify": short.netloc + short.path.rsplit(certificate.serial, 1)[0].rstrip("/"),
        "crest": data_urls.data_uri(certificate.earned_by.institution),
        "rtl": certificate.language in _RIGHT_TO_LEFT,
        "facts": facts(certificate),
        "parts": parts(certificate),
        "validity": validity(certificate),
        "lines": lines(certificate),
    }


def _sizes(certificate: Certificate, scale: float) -> dict[str, str]:
    """Return font sizes and gaps in points. A long name gets smaller until it fits in one line, then it takes two."""
    of_name = min(_NAME * _larger(certificate.name), _LINE / max(fonts.width(certificate.name), 1))
    page = _ARABIC_LARGER if certificate.language in _RIGHT_TO_LEFT else 1
    sizes = {
        "name_size": max(of_name, _LEAST_NAME),
        "course_size": 21 * _larger(certificate.course),
        "school_size": 16 * _larger(certificate.institution),
        "title_size": 29 * page,
        "text_size": 12.5 * page,
        "wide_gap": 24 / page**2,
        "gap": 12 / page**2,
        "narrow_gap": 6 / page**2,
    }
    return {name: f"{size * scale:.1f}" for name, size in sizes.items()} | {"small_size": f"{9.5 * page:.1f}"}


def _larger(text: str) -> float:
    return _ARABIC_LARGER if fonts.is_arabic(text) else 1.0
