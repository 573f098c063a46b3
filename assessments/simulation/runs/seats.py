"""Seating in a run: learners in the seats of the case, staff as those who run it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from assessments.casework import State
from courses.catalogue.lookup import release
from lms.learning.progress.journal.services import begin_many, terminate
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase, refuse_own_case

from ..page.choices import CONTROL_ROLES, Status
from .etag import name_of
from .models import LogEntry, Run, Seat
from .scripts import script_of


class NotSeated(ValueError):
    """Refusal: the person cannot have this seat. The message says why."""


@transaction.atomic
def seat(*, run: Run, role: str, person: User, by: User, now: datetime) -> Seat:
    """Give `person` a role of the case in `run`, with an attempt in their own enrolment; or one of `CONTROL_ROLES`,
    without one. The same again is the same seat; whoever left comes back to it.

    Raises `NotSeated`, and `OwnCase` where somebody gives themselves a seat of the case, or would both play and run it.
    """
    run = locked(run)
    if role not in CONTROL_ROLES:
        refuse_own_case(by, [person.pk])
    _refuse(run, role, person)
    row = run.seats.filter(role=role, person=person).order_by("pk").last() or Seat(run=run, role=role, person=person)
    if row.pk is not None and row.left_at is None:
        return row
    row.attempt = None if role in CONTROL_ROLES else _attempt(run, person, by, now=now)
    row.joined_at, row.left_at = now, None
    if row.attempt is not None and run.status != Status.PLANNED:
        row.view = name_of(script_of(run), State.read(run.state), role)
    row.save()
    return row


@transaction.atomic
def unseat(*, seat: Seat, by: User, now: datetime) -> Seat:
    """End the time of a person in a seat. Their entries count when the run is closed; an attempt without an entry
    ends.
    """
    run = locked(seat.run)
    row = Seat.objects.select_related("attempt").get(pk=seat.pk)
    refuse_own_case(by, [row.person_id] if row.attempt_id else [])
    if row.left_at is not None or run.status == Status.CLOSED:
        return row
    row.left_at = now
    row.save(update_fields=["left_at"])
    if row.attempt is not None and not _is_used(row):
        terminate(attempt=row.attempt, now=now, reason=_("Left the run before doing anything."), by=by)
    return row


@transaction.atomic
def mark_present(*, run: Run, seats: Sequence[int], by: User, now: datetime) -> None:
    """Note who is in the room of a plenary run, in place of all earlier notes: these people have a result though others
    typed for them.

    Closed already, nothing changes.
    """
    run = locked(run)
    rows = run.seats.playing().taken()
    refuse_own_case(by, rows.values_list("person", flat=True))
    if run.status != Status.CLOSED:
        rows.update(present=Case(When(pk__in=[*seats], then=True), default=False))


def locked(run: Run) -> Run:
    """Return the run as it stands, locked: seats and entries of one run come one after the other."""
    return Run.objects.select_for_update(of=("self",), no_key=True).select_related("institution").get(pk=run.pk)


def enrolment_of(activity: UUID, person: User) -> Enrolment | None:
    """Return the latest enrolment of `person` whose release has the activity; they may be of any institution."""
    rows = Enrolment.objects.filter(learner=person.pk).select_related("institution").order_by("-pk")
    return next((one for one in rows if release(one.release_id).outline.by_id(str(activity)) is not None), None)


def _refuse(run: Run, role: str, person: User) -> None:
    if run.status in (Status.DEBRIEF, Status.CLOSED):
        raise NotSeated(_("The play is over. No more seats are given."))
    if role not in CONTROL_ROLES and role not in script_of(run).seats:
        raise NotSeated(_("The case has no such role."))
    others = run.seats.taken().filter(person=person)
    if others.playing().exists() if role in CONTROL_ROLES else others.filter(attempt=None).exists():
        raise OwnCase(_("People who play in a run cannot run or mark it. Ask a colleague."))


def _attempt(run: Run, person: User, by: User, *, now: datetime) -> Attempt:
    enrolment = enrolment_of(run.activity_id, person)
    if enrolment is None:
        raise NotSeated(_("%(name)s is not enrolled in the course of this case.") % {"name": person.name})
    begun = begin_many(enrolments=[enrolment], activity=run.activity_id, by=by, now=now, language="en", again=True)[
        enrolment.pk
    ]
    if isinstance(begun, OwnCase):
        raise begun
    if not isinstance(begun, Attempt):
        raise NotSeated(str(begun))
    if Seat.objects.filter(attempt=begun).exclude(run=run).exists():
        raise NotSeated(_("%(name)s plays in another run of this case. Close that one first.") % {"name": person.name})
    return begun


def _is_used(row: Seat) -> bool:
    """Return whether another seat has the attempt, or it has an entry other than an opened card."""
    others = Seat.objects.filter(attempt=row.attempt_id)
    return others.taken().exists() or LogEntry.objects.filter(seat__in=others).exclude(verb="opened").exists()
