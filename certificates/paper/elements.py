"""The lines that plugins add to a certificate."""

import logging
from collections.abc import Iterator
from itertools import islice

from lms.foundation.interface.paper import fonts
from lms.foundation.plugins.certificate import Award, CertificateElement, certificate_elements
from lms.foundation.plugins.runtime import faults, guard, value_checks
from lms.foundation.plugins.runtime.activation import owner_of

from ..models import Certificate

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
