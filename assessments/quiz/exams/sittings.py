"""The only writers of sittings and tickets: plan, issue, admit latecomers, replace codes, open, close, submit,
let in again.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log as note

from courses.models import Activity
from lms.foundation.plugins import events
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.foundation.work.queueing import queue
from lms.learning.progress.journal.services import terminate
from lms.learning.progress.models import Attempt
from lms.people.directory.models import Cohort, CohortMember, User
from lms.people.directory.rules import OwnCase, refuse_own_cohort

from .codes import new_nonce
from .models import Sitting, Ticket
from .notices import tell_planned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.people.directory.institutions import Institution

RECENT = timedelta(days=30)
"""How long after its end attempts are looked for that a sitting left open."""
PLANNED, OPENED, CLOSED, NEW_CODES = (
    "quiz.sitting_planned",
    "quiz.sitting_opened",
    "quiz.sitting_closed",
    "quiz.sitting_codes",
)
LATECOMERS = "quiz.sitting_latecomers"
"""What stands in the site's history about a sitting."""

log = logging.getLogger(__name__)


class SittingOver(ValueError):
    """The sitting is closed."""


class StillInside(ValueError):
    """The learner's attempt is under way: they go on by signing in."""


class NothingUnderWay(ValueError):
    """The learner has no attempt under way in this sitting."""


@transaction.atomic
def plan(
    *, activity: Activity, cohort: Cohort, room: str, planned_at: datetime, invigilator: User | None, now: datetime
) -> Sitting:
    """Return a sitting of `activity` for the people of `cohort`, each with a ticket.

    Raises `OwnCase` where the invigilator is one of them.
    """
    refuse_own_cohort(invigilator, cohort)
    sitting = Sitting.objects.create(
        activity=activity,
        cohort=cohort,
        institution_id=cohort.institution_id,
        room=room,
        planned_at=planned_at,
        invigilator=invigilator,
    )
    tickets = issue(sitting=sitting, now=now)
    tell_planned(sitting, [ticket.learner_id for ticket in tickets], now=now)
    note(sitting, PLANNED, user=invigilator, timestamp=now)
    _tell(events.MeetingPlanned, sitting, now=now)
    return sitting


def refuse_examined(by: User | None, sitting: Sitting) -> None:
    """Raise `OwnCase` where `by` is examined in `sitting`: whoever is neither sees its codes nor opens,
    closes or changes anything.
    """
    if by is not None and Sitting.objects.examining(by).filter(pk=sitting.pk).exists():
        raise OwnCase(
            _("You are examined here yourself, so you cannot invigilate this exam. Ask a colleague to do it.")
        )


@transaction.atomic
def issue(*, sitting: Sitting, now: datetime) -> list[Ticket]:
    """Return a ticket for everybody in the cohort who has none yet; returns the new ones. Raises `SittingOver`."""
    _going_on(sitting)
    learners = without_ticket(sitting).values_list("user_id", flat=True)
    return Ticket.objects.bulk_create(
        [Ticket(sitting=sitting, learner_id=learner, nonce=new_nonce(), issued_at=now) for learner in learners]
    )


def without_ticket(sitting: Sitting) -> QuerySet[CohortMember]:
    """Return the members of the cohort without a ticket: they joined since the tickets were made."""
    return sitting.cohort.members.exclude(user__in=sitting.tickets.in_force().values("learner"))


@transaction.atomic
def admit_latecomers(*, sitting: Sitting, now: datetime, by: User) -> list[Ticket]:
    """Return tickets for those who joined the cohort since; everybody else's stay as they are. Asked again it gives
    nobody a second one.

    Raises `SittingOver`, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, sitting)
    new = issue(sitting=sitting, now=now)
    if new:
        note(sitting, LATECOMERS, user=by, timestamp=now, data={"learners": [ticket.learner_id for ticket in new]})
    return new


@transaction.atomic
def replace_codes(*, sitting: Sitting, now: datetime, by: User | None = None) -> int:
    """Return new codes for all who have not used theirs, and tickets for who joined since; returns how many.

    Raises `SittingOver`, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, sitting)
    _going_on(sitting)
    unused = list(sitting.tickets.in_force().filter(used_at=None).select_for_update(no_key=True))
    for ticket in unused:
        ticket.nonce, ticket.issued_at = new_nonce(), now
    Ticket.objects.bulk_update(unused, ["nonce", "issued_at"], batch_size=200)
    note(sitting, NEW_CODES, user=by, timestamp=now)
    return len(unused) + len(issue(sitting=sitting, now=now))


@transaction.atomic
def open_sitting(*, sitting: Sitting, by: User, now: datetime) -> Sitting:
    """Let people in; whoever joined the cohort since has a ticket too. Opened twice, it is open.

    Raises `SittingOver`, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, sitting)
    sitting = _going_on(sitting)
    if sitting.opened_at is None:
        sitting.opened_at, sitting.invigilator = now, sitting.invigilator or by
        sitting.save(update_fields=["opened_at", "invigilator"])
        issue(sitting=sitting, now=now)
        note(sitting, OPENED, user=by, timestamp=now)
    return sitting


@transaction.atomic
def close_sitting(*, sitting: Sitting, now: datetime, by: User | None = None) -> Sitting:
    """Let nobody in any more; what is under way is submitted in the background, and its learners can go on answering
    until then.

    Closed twice, it is closed. Raises `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, sitting)
    sitting = Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
    if sitting.closed_at is None:
        sitting.closed_at = now
        sitting.save(update_fields=["closed_at"])
        note(sitting, CLOSED, user=by, timestamp=now)
        if sitting.opened_at is None:
            _tell(events.MeetingCancelled, sitting, now=now)
        queue("quiz.submit_sitting", sitting.pk)
    return sitting


def _tell(kind: Any, sitting: Sitting, *, now: datetime) -> None:
    event = kind(institution=sitting.institution_id, at=now, meeting=sitting.pk, kind="exam", cohort=sitting.cohort_id)
    events.publish(event, at=sitting.institution)


def submit(sittings: Iterable[int], *, now: datetime) -> int:
    """Submit what is under way in closed sittings, each attempt in a transaction of its own; returns how many were.

    It may be repeated, and cut off: an attempt is submitted once.
    """
    attempts = Attempt.objects.filter(
        closed_at=None, quiz_ticket__sitting__in=sittings, quiz_ticket__sitting__closed_at__isnull=False
    )
    return sum(_submitted(attempt, now=now) for attempt in attempts.select_related(*_AROUND).order_by("pk"))


_AROUND = ("enrolment__learner__institution", "enrolment__course", "enrolment__institution")


def _submitted(attempt: Attempt, *, now: datetime) -> bool:
    try:
        terminate(attempt=attempt, now=now, reason=_("The sitting was closed."))
    except NotInstalled:
        return False
    except Exception:  # whatever an activity type raises
        log.exception("attempt %s cannot be submitted", attempt.pk)
        return False
    return True


def take_up(institutions: "Sequence[Institution]", *, now: datetime) -> int:
    """Submit what sittings that closed lately left open; returns how many attempts were."""
    lately = Sitting.objects.over().filter(institution__in=institutions, closed_at__gt=now - RECENT)
    return submit(list(lately.values_list("pk", flat=True)), now=now)


@transaction.atomic
def let_in_again(*, ticket: Ticket, reason: str, by: User, now: datetime) -> Ticket:
    """Return a new ticket for its learner, with a new code and no wrong one counted.

    Raises `SittingOver`, `StillInside`, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, ticket.sitting)
    _going_on(ticket.sitting)
    ticket = Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    if ticket.attempt is not None and ticket.attempt.closed_at is None:
        raise StillInside(
            _("This person’s attempt is under way. They can go on on any device: they sign in and open the quiz.")
        )
    if ticket.replaced_at is not None:
        raise StillInside(_("This person has been let in again already. The new code is on the print sheet."))
    Ticket.objects.filter(pk=ticket.pk).update(replaced_at=now)
    return Ticket.objects.create(
        sitting=ticket.sitting,
        learner_id=ticket.learner_id,
        nonce=new_nonce(),
        seat=ticket.seat,
        issued_at=now,
        reason=reason,
        by=by,
    )


def close_for_one(*, ticket: Ticket, reason: str, by: User, now: datetime) -> Attempt:
    """Submit what one learner has under way.

    Raises `NothingUnderWay`, `NotInstalled` while the quiz is switched off, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, ticket.sitting)
    attempt = Attempt.objects.filter(quiz_ticket=ticket, closed_at=None).select_related(*_AROUND).first()
    if attempt is None:
        raise NothingUnderWay(_("This person has no attempt under way here."))
    return terminate(attempt=attempt, now=now, reason=reason, by=by)


def _going_on(sitting: Sitting) -> Sitting:
    """Return the row, locked. Raises `SittingOver`."""
    locked = Sitting.objects.select_for_update(of=("self",), no_key=True).select_related("cohort").get(pk=sitting.pk)
    if locked.closed_at is not None:
        raise SittingOver(_("This sitting is closed. Plan another one."))
    return locked
