"""Data of a badge: an `OpenBadgeCredential` with the facts of one certificate, signed with the installation's key.

The proof is of the suite eddsa-rdfc-2022 (W3C Data Integrity), the format that of Open Badges 3.0 (1EdTech).
"""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from openbadgeslib.ob3.credential import Achievement, Evidence, IdentityObject, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.ldp import OB3LdpSigner
from openbadgeslib.ob3.status_list import status_entry

from courses.catalogue import lookup
from courses.catalogue.models import Release, in_language
from lms.foundation.interface.words import hours

from ..models import Certificate
from ..paper.texts import completed, parts, verify_url
from . import issuers, status_lists

Made = TypeVar("Made")
_PICTURE = Path(__file__).parent / "badge"
"""Picture of every badge, a woven ring around a star, as PNG and as SVG."""


def credential(certificate: Certificate) -> OpenBadgeCredential:
    """Return the unsigned credential. Its `id` is a part of the page that verifies the certificate. It names the holder
    and holds no address or number of theirs.
    """
    with translation.override(certificate.language):
        return OpenBadgeCredential(
            id=f"{verify_url(certificate.serial)}#badge",
            name=certificate.course,
            issuer=Issuer(issuers.did(certificate.issuer_id), certificate.institution, url=settings.BASE_URL),
            recipient_id=None,
            identifiers=[IdentityObject(certificate.name, identity_type="name", hashed=False)],
            achievement=achievement(certificate),
            evidence=[Evidence(id=verify_url(certificate.serial), narrative=_facts(certificate))],
            issuance_date=certificate.issued_at,
            expiration_date=_end(certificate),
            credential_status=[_status(certificate)],
        )


def document(certificate: Certificate) -> str:
    """Return the signed credential as JSON; the same bytes each time while the key is the same. Raises `NoKey`."""
    return _signed(lambda signer, unsigned: signer.sign_to_json(unsigned, created=certificate.issued_at), certificate)


def baked_png(certificate: Certificate) -> bytes:
    """Return the picture as PNG with the signed credential in it. Raises `NoKey`."""
    return _signed(
        lambda signer, unsigned: signer.sign_into_png(unsigned, _PICTURE.with_suffix(".png").read_bytes()), certificate
    )


def baked_svg(certificate: Certificate) -> bytes:
    """Return the picture as SVG with the signed credential in it. Raises `NoKey`."""
    picture = _PICTURE.with_suffix(".svg").read_text().replace("COURSE", escape(certificate.course)).encode()
    return _signed(lambda signer, unsigned: signer.sign_into_svg(unsigned, picture), certificate)


def _signed(make: Callable[[OB3LdpSigner, OpenBadgeCredential], Made], certificate: Certificate) -> Made:
    key, method = issuers.signing_key(certificate.issuer_id)
    return make(OB3LdpSigner(key, verification_method=method), credential(certificate))


def achievement(certificate: Certificate) -> Achievement:
    """Return the course, or the programme with its courses, and what a learner did to complete it."""
    if certificate.of_programme_id is not None:
        courses = "; ".join(parts(certificate))
        return Achievement(_urn(certificate.of_programme_id), certificate.course, courses, _facts(certificate))
    release = _release(certificate)
    summary = str(in_language(dict(release.outline.summaries), certificate.language)) or certificate.course
    objectives = release.outline.objectives.get(certificate.language) or [certificate.course]
    criteria = "\n".join([*objectives, _facts(certificate)])
    return Achievement(_urn(release.course_id), certificate.course, summary, criteria, achievement_type="Course")


def _release(certificate: Certificate) -> Release:
    """Return the release that was completed; the course's present one where a refresher renewed the certificate."""
    release = lookup.release(certificate.earned_by.release_id)
    course = certificate.of_course
    return release if course is None or release.course_id == course.pk else lookup.release(course.release_id)


def _facts(certificate: Certificate) -> str:
    """Return how long the course takes, its edition and the day of completion."""
    return f"{hours(certificate.minutes)} · {completed(certificate)}"


def _status(certificate: Certificate) -> dict[str, object]:
    address = status_lists.address(certificate.issuer_id, certificate.index)
    return dict(status_entry(address, "revocation", status_lists.place(certificate.index)))


def _urn(pk: uuid.UUID) -> str:
    return f"urn:uuid:{pk}"


def _end(certificate: Certificate) -> datetime | None:
    """Return the end of its last day at the institution."""
    if certificate.valid_until is None:
        return None
    zone = ZoneInfo(certificate.earned_by.institution.timezone)
    return datetime.combine(certificate.valid_until + timedelta(days=1), time(), tzinfo=zone)
