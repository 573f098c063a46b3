"""A certificate as a page shows it: every date written out, every state in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.interface import words

from .models import Certificate

PILLS = {"valid": "done", "expired": "due", "revoked": "overdue", "replaced": "draft"}


@dataclass(frozen=True)
class CertificateDisplay:
    """Values of one certificate for templates.

    `standing` is valid, expired, revoked or replaced; `status` is where its PDF stands. `renewable_from` is empty where
    it is valid for ever.
    """

    serial: str
    name: str
    course: str
    institution: str
    language: str
    completed_on: str
    valid_until: str
    revoked_on: str
    standing: str
    status: str
    renewable_from: str = ""
    parts: tuple[str, ...] = ()
    """The titles of a programme's courses."""

    @classmethod
    def of(cls, certificate: Certificate, *, today: date) -> "CertificateDisplay":
        until = certificate.valid_until
        return cls(
            serial=certificate.serial,
            name=certificate.name,
            course=certificate.course,
            institution=certificate.institution,
            language=certificate.language,
            completed_on=words.full_date(certificate.completed_on),
            valid_until=words.full_date(until) if until else _("without limit of time"),
            revoked_on=_day(certificate.revoked_at),
            standing=str(certificate.standing(today)),
            status=certificate.status,
            renewable_from=words.full_date(certificate.renewable_from) if certificate.renewable_from else "",
            parts=tuple(part["title"] for part in certificate.parts),
        )

    @property
    def holds(self) -> bool:
        return self.standing == Certificate.Standing.VALID

    @property
    def standing_in_words(self) -> str:
        return str(Certificate.Standing(self.standing).label)

    @property
    def pill(self) -> str:
        """Kind of the pill in which the standing is shown."""
        return PILLS[self.standing]

    @property
    def ready(self) -> bool:
        """Presence of a PDF that may be handed out."""
        return self.status == Certificate.Status.RENDERED and not self.revoked_on


def _day(moment: datetime | None) -> str:
    return words.full_date(timezone.localdate(moment)) if moment else ""


def titled(serial: str) -> str:
    """Return a heading with the number, whose parts keep their order in a language that is read from right to left (UAX
    9, 2.4.2).
    """
    return _("Certificate %(serial)s") % {"serial": f"\u2066{serial}\u2069"}
