"""Entering a sitting: the code lets its learner begin, once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.learning.progress.journal.services import begin
from lms.learning.progress.models import Attempt, Enrolment

from . import codes
from .models import Ticket

GUESSES, PAUSE = 5, timedelta(minutes=5)
"""So many wrong codes in a row, then so long none is looked at."""


class NotAdmitted(ValueError):
    """The code does not let this person in. The message says what to do."""


class NoSitting(NotAdmitted):
    """No sitting is open in which the person has a ticket."""


class WrongCode(NotAdmitted):
    """Refusal: the code is not that of the person's ticket."""


class NoCode(WrongCode):
    """Refusal: no code was entered. This does not count as a try."""


class CodeUsed(NotAdmitted):
    """The code has let the person in before, and that attempt is over."""


class TooManyCodes(NotAdmitted):
    """Refusal after too many wrong codes; for a while none is looked at."""


def enter(*, enrolment: Enrolment, entry: object, code: str, event_id: UUID, now: datetime, language: str) -> Attempt:
    """Begin an attempt with the code of a ticket, or return the one that this ticket began and that is under way.

    The code is spent with the attempt, in one transaction, or not at all. Wrong codes are counted. Raises a
    `NotAdmitted`, and whatever `lms.learning.progress.journal.services.begin` does.
    """
    with transaction.atomic():
        ticket = _ticket(enrolment, entry)
        if ticket.attempt is not None:
            return _again(ticket.attempt)
        _paused(ticket, now=now)
        if not code.strip():
            raise NoCode(_("Enter the code on your card."))
        if codes.fits(code, ticket=ticket.pk, nonce=ticket.nonce):
            return _begin(ticket, enrolment=enrolment, entry=entry, event_id=event_id, now=now, language=language)
        failures = ticket.failures + 1 if _lately(ticket, now=now) else 1
        Ticket.objects.filter(pk=ticket.pk).update(failures=failures, failed_at=now)
    raise WrongCode(
        _(
            "The code is not the one on your card. Copy all eight letters and digits, and make sure that the "
            "card has your name."
        )
    )


def _ticket(enrolment: Enrolment, entry: Any) -> Ticket:
    """Return the learner's ticket in a sitting that is open, locked; its attempt is read after that, since a join would
    be as old as the wait.
    """
    tickets = Ticket.objects.in_force().filter(
        learner=enrolment.learner_id,
        sitting__activity=UUID(entry.id),
        sitting__opened_at__isnull=False,
        sitting__closed_at=None,
    )
    ticket = tickets.select_for_update(of=("self",), no_key=True).order_by("-sitting__opened_at", "-pk").first()
    if ticket is None:
        raise NoSitting(
            _(
                "No exam is open for you at this moment. Ask the invigilator to open it, and whether you are on the "
                "list."
            )
        )
    return ticket


def _again(attempt: Attempt) -> Attempt:
    if attempt.closed_at is not None:
        raise CodeUsed(
            _(
                "Your code has been used, and that attempt is submitted. Ask the invigilator if you have to be let in "
                "again."
            )
        )
    return attempt


def _lately(ticket: Ticket, *, now: datetime) -> bool:
    return ticket.failed_at is not None and abs(now - ticket.failed_at) < PAUSE  # or the clock was put back


def _paused(ticket: Ticket, *, now: datetime) -> None:
    if ticket.failures >= GUESSES and _lately(ticket, now=now):
        raise TooManyCodes(
            _("Too many wrong codes. Wait five minutes, or ask the invigilator to let you in again with a new code.")
        )


def _begin(ticket: Ticket, *, enrolment: Enrolment, now: datetime, **how: Any) -> Attempt:
    Ticket.objects.filter(pk=ticket.pk).update(used_at=now, failures=0)
    attempt = begin(enrolment=enrolment, now=now, **how)
    another = Ticket.objects.filter(
        attempt=attempt
    ).exists()  # another ticket began it, and it is under way: this one is not spent
    Ticket.objects.filter(pk=ticket.pk).update(**({"used_at": None} if another else {"attempt": attempt}))
    return attempt
