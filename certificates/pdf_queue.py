"""The queue of PDFs that are to be made, which `paper.services` works off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from lms.foundation.plugins import health
from lms.foundation.work.queueing import queue
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from .models import Certificate, is_late


def enqueue(certificate: Certificate) -> None:
    """Queue the making of the PDF for when the transaction has committed."""
    queue("certificates.render_certificate", certificate.pk)


@transaction.atomic
def render_again(*, certificate: Certificate, now: datetime, by: User | None = None) -> Certificate:
    """Queue a certificate that failed once more, with all its tries before it; any other is left as it is.

    Raises `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    fresh = {"status": Certificate.Status.PENDING, "tries": 0, "problem": "", "queued_at": now}
    if Certificate.objects.failed().filter(pk=certificate.pk).update(**fresh):
        enqueue(certificate)
    return Certificate.objects.get(pk=certificate.pk)


def backlog(now: datetime) -> health.Finding:
    """Report, for the health page, in one statement: how many PDFs wait although a minute has passed, and how many have
    failed.
    """
    unready = Certificate.objects.filter(status__in=[Certificate.Status.PENDING, Certificate.Status.FAILED])
    late, failed = Q(is_late(now), status=Certificate.Status.PENDING), Q(status=Certificate.Status.FAILED)
    return health.backlog(**unready.aggregate(late=Count("pk", filter=late), failed=Count("pk", filter=failed)))
