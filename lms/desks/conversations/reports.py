"""Reporting a conversation, and noting what was done."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.foundation.plugins.notice import Occasion, tell
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from . import participants
from .models import Report, Thread
from .services import KEPT, Refused

REPORTED, HANDLED, READ_REPORTED, READ = (
    "conversations_reported",
    "conversations_report_handled",
    "conversations_reported_seen",
    "conversations_seen",
)
KIND = "conversations_reported"


class Handled(Refused):
    """Refusal: the report is handled already."""


@transaction.atomic
def report(*, thread: Thread, by: User, reason: str, now: datetime) -> Report:
    """Tell the closest administrators who may decide on it; twice before they looked at it is once."""
    about = {"reason": reason, "at": now}
    row, new = Report.objects.get_or_create(thread=thread, by=by, handled_at=None, defaults=about)
    if new:
        note(
            REPORTED,
            by=by,
            person=thread.learner_id,
            institution=thread.institution_id,
            now=now,
            conversation=thread.pk,
        )
        people = participants.administrators_near(thread.institution, but=involved(row))
        tell(KIND, [Occasion(pk, f"{row.pk}", now, now + KEPT, {"report": row.pk}) for pk in people], now=now)
    return row


@transaction.atomic
def handle(*, report: Report, by: User, outcome: str, locks: bool, now: datetime) -> Report:
    """Note what was done; where it `locks`, nobody writes in the conversation any more.

    Raises `OwnCase` where `by` is in the conversation, and `Handled`.
    """
    row = Report.objects.select_for_update(of=("self",), no_key=True).select_related("thread").get(pk=report.pk)
    refuse_own_case(by, involved(row))
    if row.handled_at is not None:
        raise Handled(_("Another administrator has already looked at this. The outcome is below."))
    row.handled_at, row.handled_by, row.outcome = now, by, outcome
    row.save(update_fields=["handled_at", "handled_by", "outcome"])
    if locks:
        Thread.objects.filter(pk=row.thread_id).update(closed_at=now, waiting=False, locked=True)
    note(
        HANDLED,
        by=by,
        person=row.thread.learner_id,
        institution=row.thread.institution_id,
        now=now,
        conversation=row.thread_id,
        locked=locks,
    )
    return row


def involved(report: Report) -> set[int]:
    """Return the ids of the accounts of all people involved: the authors of messages, the learner and the reporter, and
    the accounts into which theirs were merged. These people do not decide about the report.
    """
    authors = report.thread.messages.exclude(author=None).values_list("author", flat=True).distinct().order_by()
    accounts = {*authors, report.thread.learner_id, *([report.by_id] if report.by_id else [])}
    merged = User.objects.filter(pk__in=accounts).values_list("merged_into", flat=True)
    return accounts | {pk for pk in merged if pk is not None}
