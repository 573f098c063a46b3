"""A certificate as a page shows it: every date written out, every state in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.interface import words

from .models import Certificate


@dataclass(frozen=True)
class CertificateDisplay:
    """Values of one certificate for templates.

    `standing` is valid, expired or revoked; `status` is where its PDF stands.
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
            parts=tuple(part["title"] for part in certificate.parts),
        )

    @property
    def holds(self) -> bool:
        return self.standing == Certificate.Standing.VALID

    @property
    def ready(self) -> bool:
        """Presence of a PDF that may be handed out."""
        return self.status == Certificate.Status.RENDERED and not self.revoked_on


def _day(moment: datetime | None) -> str:
    return words.full_date(timezone.localdate(moment)) if moment else ""
