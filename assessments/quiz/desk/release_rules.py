"""Release of exam answers: to learners once the exam is over, to those who teach once nobody sits it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from ..exams.models import Sitting, Ticket
from ..sitting.form import Form
from .models import Contest

MISSED = timedelta(days=1)
"""A sitting that was not opened so long after its time is not waited for any more."""
ANSWERED_WITHIN = timedelta(days=30)
"""A contest that nobody answers is not waited for longer than that."""


def is_over(form: Form, terms: Mapping[str, object], *, now: datetime) -> bool:
    """Return whether everybody has sat the exam of this attempt and no answer of it is contested. One statement; none
    for a quiz that is taken without tickets. False where the attempt's ticket is missing.
    """
    return not form.rules(terms).ticket or _tickets(terms, now).exclude(_contested(now)).exists()


def is_sat(form: Form, terms: Mapping[str, object], *, now: datetime) -> bool:
    """Return whether somebody sits the exam of this attempt now or will. One statement for an exam, else none."""
    return bool(form.rules(terms).ticket) and not _tickets(terms, now).exists()


def why_not_shown(form: Form, terms: Mapping[str, object], *, closed: bool, now: datetime) -> str:
    """Return the reason why those who teach may not open an attempt yet, in a sentence; empty where they may. One
    statement for an exam with tickets, else none.
    """
    if not closed:
        return _("This attempt is under way. Its answers can be read when it has ended.")
    if form.closes_after(now, terms):
        return _("Others can still take this quiz. Answers can be read when it has closed.")
    if is_sat(form, terms, now=now):
        return _("This exam is under way. Answers can be read when all its sittings have been closed.")
    return ""


def sat_now(activity: str, now: datetime) -> Exists:
    """Match rows whose `activity`, by the name of their column, is an exam that somebody sits now, or will."""
    expected = Q(opened_at__isnull=False) | Q(planned_at__gt=now - MISSED)
    open_attempts = Q(tickets__attempt__isnull=False, tickets__attempt__closed_at=None)
    sittings = Sitting.objects.filter(Q(expected, closed_at=None) | open_attempts, activity=OuterRef(activity))
    return Exists(sittings)


def _tickets(terms: Mapping[str, Any], now: datetime) -> QuerySet[Ticket]:
    """Return the ticket of an attempt, where nobody sits its exam any more: in no sitting, wherever that is."""
    return Ticket.objects.filter(pk=terms.get("ticket", 0)).exclude(_sat(now)).exclude(_under_way())


def _sat(now: datetime) -> Exists | Q:
    """Match where a sitting is open, or planned."""
    expected = Q(opened_at__isnull=False) | Q(planned_at__gt=now - MISSED)
    return Exists(Sitting.objects.filter(expected, closed_at=None, activity=OuterRef("sitting__activity")))


def _under_way() -> Exists | Q:
    """Return the condition that an attempt of the same exam is still open (its sitting may be closed already)."""
    others = Ticket.objects.filter(sitting__activity=OuterRef("sitting__activity"), attempt__isnull=False)
    return Exists(others.filter(attempt__closed_at=None))


def _contested(now: datetime) -> Exists | Q:
    """Match where an answer is contested, and nobody has answered yet."""
    waiting = Contest.objects.open().filter(contested_at__gt=now - ANSWERED_WITHIN)
    return Exists(waiting.filter(attempt__activity=OuterRef("sitting__activity")))
