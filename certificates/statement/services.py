"""Services that sign: the statement of a certificate, once, and the list of those that no longer hold."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from lms.people.directory.institutions import Institution

from ..models import Certificate
from . import keys, packing
from . import revocations as lists
from .key_set import REVOCATIONS, envelope

SECONDS = 30
"""Seconds for which a list is shown before it is made anew: after a revocation the next one comes within a minute."""
_BATCH = 500


def statement_of(certificate: Certificate) -> str:
    """Return the address that the QR code holds, which is signed when it is first asked for; "" without a key, and of a
    sample, which is no row.
    """
    signing = None if certificate.pk is None else keys.signing_key(timezone.now().date())
    if certificate.statement or signing is None:
        return certificate.statement
    statement = packing.Statement(
        key=bytes.fromhex(signing.key.id),
        index=certificate.index,
        serial=certificate.serial,
        signed_on=timezone.now().date(),
        valid_until=certificate.valid_until,
        issuer=certificate.issuer_id,
        name=certificate.name,
        course=certificate.course,
    )
    digits = packing.digits_of(statement, signing.private.sign)
    text = f"{settings.BASE_URL.rstrip('/')}{reverse('verify:page')}#{digits}"
    if not Certificate.objects.filter(pk=certificate.pk, statement="").update(statement=text):
        text = Certificate.objects.values_list("statement", flat=True).get(pk=certificate.pk)  # another was first
    certificate.statement = text
    return text


def sign_again(key: str, *, now: datetime) -> int:
    """Sign the certificates anew that the key with this id signed, which leaked. Returns how many.

    The sweep makes their PDFs again; a certificate that no longer holds is left as it is.
    """
    held = Certificate.objects.filter(revoked_at=None, replaced_at=None).exclude(status=Certificate.Status.WITHDRAWN)
    signed = held.exclude(statement="").values_list("pk", "statement").iterator()
    found = [pk for pk, text in signed if packing.key_of(text.rpartition("#")[2]).hex() == key]
    for start in range(0, len(found), _BATCH):
        held.filter(pk__in=found[start : start + _BATCH]).update(
            statement="", pdf="", rendered_at=None, status=Certificate.Status.PENDING, tries=0, queued_at=now
        )
    return len(found)


def revocation_list(*, now: datetime) -> str:
    """Return the signed list, at most `SECONDS` old; "" without a key."""
    signing = keys.signing_key(now.date())
    if signing is None:
        return ""
    key, private = signing.key.id, signing.private

    def made() -> str:
        return envelope(REVOCATIONS, json.dumps(_list(now), ensure_ascii=False), {key: private})

    return str(cache.get_or_set(f"certificates:revocations:{key}", made, SECONDS))


def etag(text: str) -> str | None:
    return f'"{sha256(text.encode()).hexdigest()[:16]}"' if text else None


def _list(now: datetime) -> dict[str, object]:
    """Return the list. Its number is the second in which the rows were read: a device refuses a lower one."""
    size = lists.size_for(Certificate.objects.aggregate(last=Max("index"))["last"] or 0)
    bits = lists.packed(_standings(), size)
    issuers = Institution.objects.filter(Exists(Certificate.objects.filter(issuer=OuterRef("pk"))))
    return {
        "number": int(now.timestamp()),
        "issued": now.isoformat(timespec="seconds"),
        "size": size,
        "bits": b64encode(bits).decode(),
        "issuers": {pk: {"": name, **names} for pk, name, names in issuers.values_list("pk", "name", "names")},
    }


def _standings() -> Iterator[tuple[int, int]]:
    withdrawn = Q(status=Certificate.Status.WITHDRAWN)
    rows = Certificate.objects.filter(withdrawn | Q(revoked_at__isnull=False) | Q(replaced_at__isnull=False))
    for index, status, replaced_at in rows.values_list("index", "status", "replaced_at").iterator():
        if status == Certificate.Status.WITHDRAWN:
            yield index, lists.WITHDRAWN
        else:
            yield index, lists.REPLACED if replaced_at else lists.REVOKED
