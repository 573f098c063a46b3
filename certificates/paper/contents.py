"""Contents of a certificate for its design: texts, pictures, signatories and the lines of plugins."""

import base64
import logging
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from django.utils.translation import get_language_info, gettext

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.pictures import size_of
from lms.foundation.plugins.certificate import Award, CertificateElement, certificate_elements
from lms.foundation.plugins.runtime import faults, guard, value_checks
from lms.foundation.plugins.runtime.activation import owner_of
from lms.people.administration.crests import data_urls

from ..design.layout import Contents, Image, Signatory
from ..design.sheet import COLOURS, Sheet
from ..models import Certificate
from ..pictures import services as pictures
from ..statement.packing import qr_code
from ..statement.services import statement_of
from .texts import lines_of, verify_url

log = logging.getLogger(__name__)

MOST_LINES = 3
LONGEST = 90
_ARABIC_LARGER = 1.25
"""Amiri is drawn smaller in its em than Noto Sans."""


def contents_of(certificate: Certificate, sheet: Sheet, *, is_sample: bool = False) -> Contents:
    """Return what `certificate` says on `sheet`, in the active language, which is its own. On a sample the lines of
    plugins are their names: plugins are asked about people alone.
    """
    crest = data_urls.data_uri(certificate.issuer)
    digests = {element.picture for element in sheet.elements if element.picture}
    return Contents(
        language=certificate.language,
        right_to_left=get_language_info(certificate.language)["bidi"],
        texts=lines_of(certificate),
        images={
            "crest": image(crest) if crest else Image(drawing("emblem"), 1, 1),
            "qr": _qr(statement_of(certificate) or verify_url(certificate.serial)),
            **{digest: found for digest in digests if (found := picture(digest))},
        },
        signatories=_signatories(certificate),
        plugin_lines=_names_of_lines(certificate) if is_sample else plugin_lines(certificate),
        larger=lambda text: _ARABIC_LARGER if fonts.is_arabic(text) else 1.0,
    )


def _signatories(certificate: Certificate) -> list[Signatory]:
    """Return who signs, or two lines on which to write where the issuer named nobody."""
    people = [Signatory(one["name"], one["office"], picture(one["picture"])) for one in certificate.signatories]
    return people or [
        Signatory(gettext("Commandant"), gettext("Name, signature and stamp")),
        Signatory(gettext("Programme co-ordinator"), gettext("Name and signature")),
    ]


@lru_cache
def drawing(name: str) -> str:
    """Return a drawing of the house, `landscape`, `upright` or `emblem`, as a data address."""
    data = (Path(__file__).parent / "drawings" / f"{name}.svg").read_bytes()
    return "data:image/svg+xml;base64," + base64.b64encode(data).decode()


def picture(digest: str) -> Image | None:
    """Return a kept picture for paper, or None where there is none."""
    uri = pictures.data_uri(digest)
    return image(uri) if uri else None


@lru_cache(maxsize=64)
def image(uri: str) -> Image:
    """Return the picture of a data address with its size."""
    return Image(uri, *size_of(base64.b64decode(uri.partition(",")[2])))


def _qr(text: str) -> Image:
    """Return the code of `text`; its modules are two pixels, which paper enlarges without loss."""
    code = qr_code(text)
    side = int(code.symbol_size(scale=2, border=0)[0])
    return Image(code.png_data_uri(scale=2, border=0, dark=COLOURS["ink"], light="#ffffff"), side, side, lasting=False)


def _names_of_lines(certificate: Certificate) -> dict[str, str]:
    elements = sorted(certificate_elements.on_at(certificate.issuer), key=lambda element: element.slug)
    return {element.slug: f"[{element.slug}]" for element in elements[:MOST_LINES]}


def plugin_lines(certificate: Certificate) -> dict[str, str]:
    """Return at most three lines by the slug of their element, from the plugins that are on at the institution, in the
    certificate's language; none on that of a programme, since they speak of one course.

    One that breaks, or that no font can write, is logged and left out: the award does not depend on it.
    """
    of_course = certificate.of_programme_id is None and any(certificate_elements)
    return dict(islice(_lines(certificate), MOST_LINES)) if of_course else {}


def _lines(certificate: Certificate) -> Iterator[tuple[str, str]]:
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
            said = "certificate %s: no font has %s in the element “%s”, which is left out"
            log.warning(said, certificate.serial, odd, element.slug)
            faults.note(owner_of(type(element)), faults.LINE)
        elif line:
            yield element.slug, line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
