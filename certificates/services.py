"""Services that issue and revoke certificates and queue their PDFs, which `paper.services` makes."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from lms.foundation.database.statements import Insert
from lms.foundation.plugins import events, filters
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.learning.progress.models.reasons import NoReason, checked
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from . import awards, renewals, serials, texts
from .facts import BLOCK
from .models import Certificate, Entry
from .pdf_queue import enqueue, note_act
from .register.services import enter, erase_reasons

NEW = Insert(Certificate)
BATCH = 200
Completed = Enrolment | ProgrammeCompletion
_DRAWS = 5
_INDEXES = 32
"""Indexes that are drawn at once where one was taken: of so many one is free."""
_LONGEST_NAME = 200


_newest: dict[str, int] = {}
"""Key of the certificate that this process issued last, by which it knows the block without a statement."""


class NotPossible(ValueError):
    """Refusal: this cannot be done with the certificate. The message tells the person what to do."""


def issue(completed: Completed, *, now: datetime) -> Certificate | None:
    """Award the certificate of a completed enrolment, in two statements, or of a completed programme, and queue its PDF
    for when the transaction has committed.

    An enrolment comes with its learner and institution joined, and the release from the process. A second call for the
    same changes nothing and returns what is there. A serial that is taken is drawn again. Nothing is awarded while a
    plugin refuses, or the institution issues none: the daily sweep asks again.
    """
    return None if refusals([_enrolment(completed)]) else insert(renewals.award(completed, now), now)


def insert(row: Certificate, now: datetime) -> Certificate:
    """Return the row with a serial and index of its own; or the one that the enrolment or the completed programme has
    already.
    """
    row.salt, row.index = secrets.token_hex(16), _draw_index(_newest.get("pk", 0))
    for _draw in range(_DRAWS):
        row.serial = serials.draw()
        try:
            with transaction.atomic():
                NEW.insert(row)
                enter(row, Entry.Act.ISSUED, at=now, by=row.issued_by_id, why=row.issued_why)
        except IntegrityError:
            # The completion has one already, or the index is taken, as every second one is before a block ends.
            last = _newest.get("pk") or Certificate.objects.aggregate(last=Max("pk"))["last"] or 0
            drawn = [_draw_index(last) for _index in range(_INDEXES)]
            same = Q(enrolment=row.enrolment, completion=row.completion)
            found = list(Certificate.objects.filter(same | Q(index__in=drawn)))
            for one in found:
                if (one.enrolment_id, one.completion_id) == (row.enrolment_id, row.completion_id):
                    return one
            taken = {one.index for one in found}
            row.index = next((index for index in drawn if index not in taken), drawn[0])
        else:
            _newest["pk"] = row.pk
            enqueue(row)
            _tell(events.CertificateIssued, row, now)
            return row
    raise RuntimeError("No serial number was free: the random numbers of this machine are not random.")


def _draw_index(last: int) -> int:
    """Return an index of the block of the certificate with the key `last`."""
    return last // (BLOCK // 2) * BLOCK + secrets.randbelow(BLOCK)


def issue_by_hand(*, enrolment: Enrolment, why: str, by: User, now: datetime) -> Certificate:
    """Award the certificate of a completed `enrolment`, and those of programmes that it completed, although a plugin
    keeps them back, for the reason `why`. Returns the first; a second call changes nothing.

    Of what was learned elsewhere the results are entered first: the enrolment is complete then. Raises `OwnCase` where
    `by` is the learner, and `NotPossible` where the course is not complete, the institution issues none, or the
    certificate was revoked.
    """
    refuse_own_case(by, [enrolment.learner_id])
    reason = _reason(why)
    if enrolment.completed_at is None:
        raise NotPossible(gettext("The course is not complete. Enter the missing results first."))
    if none := texts.no_certificate_sentence(enrolment.institution):
        raise NotPossible(none)
    with transaction.atomic():
        earned: list[Completed] = [enrolment, *programmes_lacking([enrolment.pk])]
        rows = [renewals.award(one, now) for one in earned]
        for row in rows:
            row.issued_by, row.issued_why = by, reason
        issued = [insert(row, now) for row in rows]
        new = [one for one, row in zip(issued, rows, strict=True) if one is row]
        for one in new:
            note_act("certificate_issued", one, by, now)
    if not new and issued[0].revoked_at is not None:
        raise NotPossible(gettext("The certificate of this course was revoked. Reinstate it."))
    return (new or issued)[0]


def programmes_lacking(enrolments: Sequence[int]) -> QuerySet[ProgrammeCompletion]:
    """Return the programmes that the enrolments with these keys completed and that have no certificate."""
    return _programmes().filter(enrolment__in=enrolments)


@transaction.atomic
def revoke(*, certificate: Certificate, why: str, now: datetime, by: User | None = None) -> Certificate:
    """Take `certificate` back for the reason `why`; the row and its PDF stay. Revoking again changes nothing.

    Raises `NotPossible` where no reason is given or it was replaced, and `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    reason, row = _reason(why), _locked(certificate)
    if row.replaced_at is not None:
        raise NotPossible(gettext("This certificate was replaced. Revoke the one that replaced it."))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_why, row.revoked_by = now, reason, by
        row.save(update_fields=["revoked_at", "revoked_why", "revoked_by"])
        _acted(row, Entry.Act.REVOKED, events.CertificateRevoked, reason, by, now)
        note_act("certificate_revoked", row, by, now)
    return row


@transaction.atomic
def reinstate(*, certificate: Certificate, why: str, by: User | None, now: datetime) -> Certificate:
    """Let a revoked `certificate` hold again, for the reason `why`; the register keeps both acts. One that is not
    revoked stays as it is.

    Raises `NotPossible` where no reason is given or its holder was erased, and `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    reason, row = _reason(why), _locked(certificate)
    _refuse_withdrawn(row)
    if row.revoked_at is not None:
        row.revoked_at, row.revoked_why, row.revoked_by = None, "", None
        row.save(update_fields=["revoked_at", "revoked_why", "revoked_by"])
        _acted(row, Entry.Act.REINSTATED, events.CertificateReinstated, reason, by, now)
        note_act("certificate_reinstated", row, by, now)
    return row


@transaction.atomic
def correct_name(*, certificate: Certificate, name: str, why: str, by: User | None, now: datetime) -> Certificate:
    """Return a new document with the holder's `name` as it should be, and mark `certificate` as replaced by it. The
    dates and all else stay. Asked again with the same name it returns the document that is there.

    Raises `NotPossible` where no reason or name is given, the name is the same, or the certificate was revoked,
    replaced with another name or withdrawn; `OwnCase` where `by` holds it.
    """
    refuse_own_case(by, [certificate.earned_by.learner_id])
    reason, name, old = _reason(why), " ".join(name.replace("\x00", "").split()), _locked(certificate)
    _refuse_withdrawn(old)
    if old.replaced_by is not None and old.replaced_by.name == name:
        return old.replaced_by
    if not name or len(name) > _LONGEST_NAME or name == old.name:
        raise NotPossible(gettext("Write the name as it should be on the certificate, in up to 200 characters."))
    if old.replaced_at is not None or old.revoked_at is not None:
        raise NotPossible(gettext("Only a certificate that was neither revoked nor replaced is corrected."))
    new = awards.corrected(old, name, now)
    new.issued_by, new.issued_why = by, reason
    old.enrolment, old.completion, old.replaced_at = None, None, now
    old.save(update_fields=["enrolment", "completion", "replaced_at"])
    old.replaced_by = insert(new, now)
    old.save(update_fields=["replaced_by"])
    _acted(old, Entry.Act.REPLACED, events.CertificateReplaced, reason, by, now)
    note_act("certificate_replaced", old, by, now)
    return new


def _locked(certificate: Certificate) -> Certificate:
    """Lock the certificate. What another transaction may have changed meanwhile is not joined: PostgreSQL would join it
    as it was before the wait.
    """
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True).select_related("earned_by__institution")
    return rows.get(pk=certificate.pk)


def _reason(why: str) -> str:
    try:
        return checked(why, longest=300)
    except NoReason as error:
        raise NotPossible(str(error)) from None


def _refuse_withdrawn(row: Certificate) -> None:
    if row.status == Certificate.Status.WITHDRAWN:
        raise NotPossible(gettext("The holder was erased: nothing is changed on this certificate any more."))


def withdraw_papers(certificates: QuerySet[Certificate]) -> None:
    """Delete the PDFs of `certificates`, whose holder is erased: their numbers stay known as withdrawn, and the
    register keeps their entries without the reasons.

    The file goes first: where this is interrupted, the row still leads to it.
    """
    for certificate in certificates.exclude(status=Certificate.Status.WITHDRAWN):
        if certificate.pdf.name:
            certificate.pdf.storage.delete(certificate.pdf.name)
        Certificate.objects.filter(pk=certificate.pk).update(
            pdf="", status=Certificate.Status.WITHDRAWN, rendered_at=None
        )
        enter(certificate, Entry.Act.WITHDRAWN, at=timezone.now())
        erase_reasons(Entry.objects.filter(certificate=certificate))


def issue_missing(*, now: datetime) -> int:
    """Award what completed enrolments and programmes still lack because a plugin refused it, where none does any more,
    or because their institution issued none and does now. Returns how many.
    """
    enrolments = Enrolment.objects.filter(completed_at__isnull=False, certificate=None)
    enrolments = enrolments.exclude(institution__issues=False).select_related("learner", "institution", "course")
    programmes = _programmes().exclude(enrolment__institution__issues=False)
    return sum(sum(issue_each(rows, now=now)) for rows in (enrolments, programmes))


def issue_each(waiting: QuerySet[Any], *, now: datetime) -> Iterator[int]:
    """Award what the completed enrolments or programmes `waiting` lack, as far as nothing keeps it back. Yields how
    many after each batch, which is one transaction: killed at any point, the rest is done the next time.
    """
    last, more = 0, True
    while more:
        with transaction.atomic():
            rows = list(waiting.filter(pk__gt=last).order_by("pk")[:BATCH])
            kept_back = refusals([_enrolment(row) for row in rows])
            free = [row for row in rows if _enrolment(row).pk not in kept_back]
            issued = [insert(renewals.award(row, now), now) for row in free]
        yield len(issued)
        last, more = rows[-1].pk if rows else 0, len(rows) == BATCH


def _programmes() -> QuerySet[ProgrammeCompletion]:
    related = ("programme", "enrolment__learner", "enrolment__institution", "enrolment__course")
    return ProgrammeCompletion.objects.filter(certificate=None).select_related(*related)


def _enrolment(completed: Completed) -> Enrolment:
    """Return the enrolment itself, or the one that completed the programme."""
    return completed if isinstance(completed, Enrolment) else completed.enrolment


def refusals(enrolments: Sequence[Enrolment]) -> dict[int, object]:
    """Return why which of the completed `enrolments` gets no certificate for now, by primary key.

    They come with their institution joined; without a plugin that asks it costs nothing.
    """
    none = {row.pk: said for row in enrolments if (said := texts.no_certificate_sentence(row.institution))}
    asked = [row for row in enrolments if row.pk not in none]
    why = filters.issue.refusals([filters.Issuing(row) for row in asked]) if filters.issue and asked else {}
    return none | {asked[number].pk: said for number, said in why.items()}


def _acted(
    row: Certificate, act: Entry.Act, event: type[events.CertificateEvent], why: str, by: User | None, now: datetime
) -> None:
    """Enter the act in the register, and publish its event."""
    enter(row, act, at=now, by=by.pk if by else None, why=why)
    _tell(event, row, now)


def _tell(kind: type[events.CertificateEvent], certificate: Certificate, now: datetime) -> None:
    enrolment = certificate.earned_by
    event = kind(institution=enrolment.institution_id, at=now, enrolment=enrolment.pk, serial=certificate.serial)
    events.publish(event, at=enrolment.institution)
