"""The queue of PDFs that are to be made, which `paper.services` works off."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q

from lms.foundation.plugins import health
from lms.foundation.work.queueing import queue
from lms.learning.progress.models.reasons import checked
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from .models import Certificate, is_late


def enqueue(certificate: Certificate) -> None:
    """Queue the making of the PDF for when the transaction has committed."""
    queue("certificates.render_certificate", certificate.pk)


def note_act(action: str, row: Certificate, by: User | None, now: datetime, **more: object) -> None:
    """Note in the audit log what `by` did with a certificate."""
    learner, place = row.earned_by.learner_id, row.earned_by.institution_id
    data: dict[str, Any] = {"serial": row.serial, **more}
    note(action, by=by, person=learner, institution=place, now=now, **data)


@transaction.atomic
def render_again(*, certificate: Certificate, why: str, now: datetime, by: User | None = None) -> Certificate:
    """Make the PDF of a certificate once more, with all its tries before it, for the reason `why`; one that is being
    made or was withdrawn is left as it is.

    Raises `NoReason`, and `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    reason = checked(why, longest=300)
    locked = Certificate.objects.select_for_update(of=("self",), no_key=True).select_related("earned_by")
    row, former = locked.get(pk=certificate.pk), ""
    if row.status in (Certificate.Status.FAILED, Certificate.Status.RENDERED):
        former, row.pdf.name, row.rendered_at = row.pdf.name or "", "", None
        row.status, row.tries, row.problem, row.queued_at = Certificate.Status.PENDING, 0, "", now
        row.save(update_fields=["pdf", "rendered_at", "status", "tries", "problem", "queued_at"])
        note_act("certificate_made_again", row, by, now, reason=reason)
        if former:  # before a worker is told, since the next file has the same name
            transaction.on_commit(lambda: row.pdf.storage.delete(former), robust=True)
        enqueue(row)
    return row


def backlog(now: datetime) -> health.Finding:
    """Report, for the health page, in one statement: how many PDFs wait although a minute has passed, and how many have
    failed.
    """
    unready = Certificate.objects.filter(status__in=[Certificate.Status.PENDING, Certificate.Status.FAILED])
    late, failed = Q(is_late(now), status=Certificate.Status.PENDING), Q(status=Certificate.Status.FAILED)
    found = unready.aggregate(
        late=Count("pk", filter=late),
        failed=Count("pk", filter=failed),
        since=Min("queued_at", filter=Q(status=Certificate.Status.PENDING)),
    )
    return health.backlog(oldest_minutes=health.age(now, found.pop("since")), **found)
