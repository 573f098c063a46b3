"""Services that make the PDF of a certificate and store it."""

import hashlib
import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from ..models import LEASE, Certificate, is_late
from ..notices import tell_of_certificate
from . import rendering
from .signatures import sign

log = logging.getLogger(__name__)

MOST_TRIES = 5


def render(*, certificate: Certificate, now: datetime) -> Certificate:
    """Make the PDF of `certificate`, once, however often and by however many workers it is asked for.

    Each try is counted before it begins, so that one which kills its worker counts too, and holds for a minute during
    which no other begins. A try that fails leaves its reason in the row and waits for the sweep; after `MOST_TRIES` the
    row says that it failed.
    """
    if _claim(certificate.pk, now):
        row = Certificate.objects.select_related("issuer", "earned_by__institution").get(pk=certificate.pk)
        try:
            signed = sign(rendering.pdf(row), issuer=row.issuer_id, name=row.institution, now=now)
            _keep(row, signed, now)
        except Exception as error:  # whatever fonts, the renderer or the storage raise: the row tells it
            log.exception("certificate %s: try %s of %s failed", row.serial, row.tries, MOST_TRIES)
            problem = f"{type(error).__name__}: {error}"
            if isinstance(error, OSError):
                _wait_for_storage(row, problem=problem, now=now)
            else:
                _give_up_or_wait(row, problem=problem, now=now)
    return Certificate.objects.get(pk=certificate.pk)


def _claim(pk: int, now: datetime) -> bool:
    """Return true where this try may begin. One that was interrupted in its last try has failed."""
    free = Certificate.objects.pending().filter(Q(tries=0) | is_late(now), pk=pk)
    if free.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1, queued_at=now):
        return True
    free.filter(tries__gte=MOST_TRIES).update(status=Certificate.Status.FAILED, problem="Interrupted in its last try.")
    return False


@transaction.atomic
def _keep(certificate: Certificate, data: bytes, now: datetime) -> None:
    """Store the PDF under the one name it can have, and say so in the row, under its lock.

    A file of that name is what a worker left that was killed before it could say so: it is replaced.
    """
    row = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if row.status == Certificate.Status.RENDERED:
        return
    name = f"certificates/{row.serial}.pdf"
    row.pdf.storage.delete(name)
    row.pdf.name = row.pdf.storage.save(name, ContentFile(data))
    row.sha256, row.status = hashlib.sha256(data).hexdigest(), Certificate.Status.RENDERED
    row.rendered_at, row.problem = now, ""
    row.save(update_fields=["pdf", "sha256", "status", "rendered_at", "problem"])
    tell_of_certificate(row, now=now)


def _wait_for_storage(certificate: Certificate, *, problem: str, now: datetime) -> None:
    """Wait for storage: a full disk is no fault of the certificate's: the try does not count, and the sweep tries again
    in a minute, however often.
    """
    mine = Certificate.objects.pending().filter(pk=certificate.pk, tries=certificate.tries)
    mine.update(problem=problem[:300], tries=F("tries") - 1, queued_at=now)


def _give_up_or_wait(certificate: Certificate, *, problem: str, now: datetime) -> None:
    """Note why a try failed.

    The next waits four times as long as the one before: 4 minutes at first, 4 hours at last.
    """
    mine = Certificate.objects.pending().filter(pk=certificate.pk, tries=certificate.tries)
    if certificate.tries < MOST_TRIES:
        mine.update(problem=problem[:300], queued_at=now + LEASE * 4**certificate.tries)
    else:
        mine.update(problem=problem[:300], status=Certificate.Status.FAILED)
