"""Services that issue and revoke certificates and queue their PDFs, which `paper.services` makes."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext

from lms.foundation.database.statements import Insert
from lms.foundation.plugins import events, filters, health
from lms.foundation.work.queueing import queue
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from . import awards, serials, texts
from .models import Certificate, is_late

NEW = Insert(Certificate)
BATCH = 200
_DRAWS = 5
BLOCK = 131_072
"""Indexes of one list of revoked certificates. They are drawn, so that they tell no order, from a block until about
half of it is used.
"""


_newest: dict[str, int] = {}
"""Key of the certificate that this process issued last, by which it knows the block without a statement."""


class NotRevocable(ValueError):
    """Refusal where nothing is to be revoked, or no reason was given. The message tells the person what to do."""


def issue(*, enrolment: Enrolment, now: datetime) -> Certificate | None:
    """Award the certificate of a completed `enrolment`, in one statement, and queue its PDF for when the transaction
    has committed.

    The enrolment comes with its learner and institution joined, and the release from the process. A second call for the
    same enrolment changes nothing and returns what is there. A serial that is taken is drawn again. Nothing is awarded
    while a plugin refuses, or the institution issues none: the daily sweep asks again.
    """
    return None if refusals([enrolment]) else insert(awards.of_course(enrolment, now), now)


def insert(row: Certificate, now: datetime) -> Certificate:
    """Return the row with a serial and index of its own; or the one that the enrolment or the completed programme has
    already.
    """
    row.salt, last = secrets.token_hex(16), _newest.get("pk", 0)
    for _draw in range(_DRAWS):
        row.serial, row.index = serials.draw(), last // (BLOCK // 2) * BLOCK + secrets.randbelow(BLOCK)
        try:
            with transaction.atomic():
                NEW.insert(row)
        except IntegrityError:
            known = Certificate.objects.filter(enrolment=row.enrolment, completion=row.completion).first()
            if known is not None:
                return known
            last = Certificate.objects.aggregate(last=Max("pk"))["last"] or 0
        else:
            _newest["pk"] = row.pk
            _queue(row)
            _tell(events.CertificateIssued, row, now)
            return row
    raise RuntimeError("No serial number was free: the random numbers of this machine are not random.")


@transaction.atomic
def revoke(*, certificate: Certificate, why: str, now: datetime, by: User | None = None) -> Certificate:
    """Take `certificate` back for the reason `why`, for ever; the row and its PDF stay. Revoking again changes nothing.

    Raises `NotRevocable` where no reason is given, and `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    if not why.strip():
        raise NotRevocable(gettext("A certificate is revoked for a reason. Write it in a sentence."))
    locked = Certificate.objects.select_for_update(of=("self",), no_key=True).select_related("earned_by__institution")
    row = locked.get(pk=certificate.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_why, row.revoked_by = now, why.strip()[:300], by
        row.save(update_fields=["revoked_at", "revoked_why", "revoked_by"])
        learner, place = row.earned_by.learner_id, row.earned_by.institution_id
        note("certificate_revoked", by=by, person=learner, institution=place, now=now, serial=row.serial)
        _tell(events.CertificateRevoked, row, now)
    return row


def withdraw_papers(certificates: QuerySet[Certificate]) -> None:
    """Delete the PDFs of `certificates`, whose holder is erased: their numbers stay known as withdrawn.

    The file goes first: where this is interrupted, the row still leads to it.
    """
    for certificate in certificates.exclude(status=Certificate.Status.WITHDRAWN):
        if certificate.pdf.name:
            certificate.pdf.storage.delete(certificate.pdf.name)
        Certificate.objects.filter(pk=certificate.pk).update(
            pdf="", status=Certificate.Status.WITHDRAWN, rendered_at=None
        )


def issue_missing(*, now: datetime) -> int:
    """Award what completed enrolments still lack because a plugin refused it, where none does any more, or because
    their institution issued none and does now. Returns how many.

    A batch is one transaction; killed at any point, the rest is done the next time.
    """
    issued = last = 0
    while True:
        with transaction.atomic():
            waiting = Enrolment.objects.filter(completed_at__isnull=False, certificate=None, pk__gt=last)
            waiting = waiting.exclude(institution__issues=False)
            rows = list(waiting.select_related("learner", "institution", "course").order_by("pk")[:BATCH])
            kept_back = refusals(rows)
            issued += len([insert(awards.of_course(row, now), now) for row in rows if row.pk not in kept_back])
        if len(rows) < BATCH:
            return issued
        last = rows[-1].pk


def refusals(enrolments: Sequence[Enrolment]) -> dict[int, object]:
    """Return why which of the completed `enrolments` gets no certificate for now, by primary key.

    They come with their institution joined; without a plugin that asks it costs nothing.
    """
    none = {row.pk: said for row in enrolments if (said := texts.no_certificate_sentence(row.institution))}
    asked = [row for row in enrolments if row.pk not in none]
    why = filters.issue.refusals([filters.Issuing(row) for row in asked]) if filters.issue and asked else {}
    return none | {asked[number].pk: said for number, said in why.items()}


def _tell(
    kind: type[events.CertificateIssued] | type[events.CertificateRevoked], certificate: Certificate, now: datetime
) -> None:
    enrolment = certificate.earned_by
    event = kind(institution=enrolment.institution_id, at=now, enrolment=enrolment.pk, serial=certificate.serial)
    events.publish(event, at=enrolment.institution)


@transaction.atomic
def render_again(*, certificate: Certificate, now: datetime, by: User | None = None) -> Certificate:
    """Queue a certificate that failed once more, with all its tries before it; any other is left as it is.

    Raises `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    fresh = {"status": Certificate.Status.PENDING, "tries": 0, "problem": "", "queued_at": now}
    if Certificate.objects.failed().filter(pk=certificate.pk).update(**fresh):
        _queue(certificate)
    return Certificate.objects.get(pk=certificate.pk)


def backlog(now: datetime) -> health.Finding:
    """Report, for the health page, in one statement: how many PDFs wait although a minute has passed, and how many have
    failed.
    """
    unready = Certificate.objects.filter(status__in=[Certificate.Status.PENDING, Certificate.Status.FAILED])
    late, failed = Q(is_late(now), status=Certificate.Status.PENDING), Q(status=Certificate.Status.FAILED)
    return health.backlog(**unready.aggregate(late=Count("pk", filter=late), failed=Count("pk", filter=failed)))


def _queue(certificate: Certificate) -> None:
    queue("certificates.render_certificate", certificate.pk)
