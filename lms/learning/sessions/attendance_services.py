"""The only writers of attendance: take, arrive, contest, answer. No staff do it for themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.audit.services import note, note_many
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase, refuse_own_case, refuse_own_cohort

from . import journal
from .choices import Status, Way
from .models import Attendance, Session
from .notices import tell_of_answer

TAKEN, ANSWERED = "sessions_attendance", "sessions_contest_answered"
MINUTE, TOLERANCE = timedelta(minutes=1), timedelta(minutes=10)
"""Who comes by the code later than this after the beginning is late."""
EARLY = timedelta(hours=1)
"""So long before it begins attendance may be taken."""
SAID = ["status", "minutes", "reason", "way", "by", "at", "journalled"]


class NotHeld(ValueError):
    """The session was called off, or has not begun yet: nobody can have come."""


class NotExpected(ValueError):
    """Refusal: a person is not in the cohort of the session."""


class Overtaken(ValueError):
    """Refusal: another person changed the entry of a learner since the list was read."""


class NotContested(ValueError):
    """Refusal: there is nothing to answer, or it was contested before."""


@dataclass(frozen=True)
class Mark:
    """Attendance of one learner, by their id. `missed` are the minutes that a late learner was not there."""

    learner: int
    status: str
    missed: int = 0
    reason: str = ""

    def minutes_of(self, session: Session) -> int:
        """Return how many minutes of `session` they were there."""
        if self.status == Status.PRESENT:
            return session.minutes
        return max(1, session.minutes - self.missed) if self.status == Status.LATE else 0


@transaction.atomic
def take(
    *,
    session: Session,
    marks: Sequence[Mark],
    way: str,
    by: User,
    now: datetime,
    read: Mapping[int, Attendance] | None = None,
) -> list[int]:
    """Say who came. What is said already changes nothing; gives the ids of the learners of whom something is new.

    `read` is what somebody who fills in a list was shown, by learner. As many statements for a thousand people as for
    three. Raises `NotHeld`, `NotExpected`, `Overtaken` where that is no longer what is said of one of them, and
    `OwnCase` where `by` is in the cohort, or one of the learners.
    """
    refuse_own_cohort(by, session.cohort)
    refuse_own_case(by, [mark.learner for mark in marks])
    session = held(session, now=now)
    known = {row.learner_id: row for row in session.attendance.all()}
    expected = set(session.cohort.members.values_list("user_id", flat=True)) | known.keys()
    if not expected.issuperset(mark.learner for mark in marks):
        raise NotExpected(_("A person on this list is not in the cohort any more. Open the list again."))
    if read is not None and any(_is_other(read.get(mark.learner), known.get(mark.learner)) for mark in marks):
        raise Overtaken
    rows = [_said(session, mark, way=way, by=by, now=now) for mark in marks]
    new = [row for row in rows if _is_news(row, known.get(row.learner_id))]
    _write(new)
    _bring_in(session, [row.learner_id for row in new], by=by, now=now)
    for status in Status.values:
        people = [row.learner_id for row in new if row.status == status]
        note_many(TAKEN, people, by=by, institution=session.institution_id, now=now, session=session.pk, status=status)
    return [row.learner_id for row in new]


@transaction.atomic
def all_present(*, session: Session, way: str, by: User, now: datetime) -> list[int]:
    """Note everybody in the cohort without an entry yet as present. Raises as `take` does."""
    said = session.attendance.values("learner")
    people = session.cohort.members.exclude(user__in=said).values_list("user_id", flat=True)
    return take(session=session, marks=[Mark(pk, Status.PRESENT) for pk in people], way=way, by=by, now=now)


def held(session: Session, *, now: datetime) -> Session:
    """Return the session as it stands, locked. Raises `NotHeld`."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("cohort", "institution", "activity")
    session = rows.get(pk=session.pk)
    if session.cancelled_at is not None:
        raise NotHeld(_("This session was called off, so nobody can have come."))
    if now < session.planned_at - EARLY:
        raise NotHeld(_("This session has not begun yet. Attendance is taken from an hour before it begins."))
    return session


@transaction.atomic
def arrive(*, session: Session, learner: User, now: datetime) -> Attendance:
    """Note the learner as present, who showed that they are before the board. An earlier entry stays.

    Raises `NotHeld` before and after the session, `NotExpected`, and `OwnCase` where they lead it.
    """
    session = held(session, now=now)
    if now >= session.ends_at:
        raise NotHeld(_("This session is over. Ask your instructor to note that you were there."))
    _refuse_unexpected(session, learner)
    _refuse_leader(session, learner)
    known = session.attendance.filter(learner=learner.pk).first()
    if known is not None:
        return known
    late = now - session.planned_at
    status = Status.LATE if late > TOLERANCE else Status.PRESENT
    mark = Mark(learner.pk, status, missed=ceil(late / MINUTE))
    row = _said(session, mark, way=Way.CODE, by=None, now=now)
    _write([row])
    _bring_in(session, [learner.pk], by=None, now=now)
    return session.attendance.get(learner=learner.pk)


@transaction.atomic
def contest(*, attendance: Attendance, text: str, by: User, now: datetime) -> Attendance:
    """Store that the learner contests their record, and why. Raises `NotContested` if they did so before."""
    row = Attendance.objects.select_for_update(no_key=True).get(pk=attendance.pk)
    if row.learner_id != by.pk:
        raise OwnCase(_("Learners contest their own record."))
    if row.contested_at is not None:
        raise NotContested(_("You have contested this already."))
    row.contested_at, row.contest = now, text
    row.save(update_fields=["contested_at", "contest"])
    return row


@transaction.atomic
def answer(*, attendance: Attendance, text: str, mark: Mark, by: User, now: datetime) -> Attendance:
    """Answer what the learner contests, and say what counts now: the same as before, or something else.

    Raises `NotContested` where there is nothing to answer any more, and `OwnCase` where `by` is the learner or in the
    cohort.
    """
    refuse_own_case(by, [attendance.learner_id])
    session = attendance.session
    take(session=session, marks=[mark], way=Way.LIST, by=by, now=now)
    row = Attendance.objects.select_for_update(no_key=True).get(pk=attendance.pk)
    if row.contested_at is None or row.answered_at is not None:
        raise NotContested(_("The contested record was answered already."))
    row.answered_at, row.answer, row.answered_by = now, text, by
    row.save(update_fields=["answered_at", "answer", "answered_by"])
    tell_of_answer(row, now=now)
    note(ANSWERED, by=by, person=row.learner_id, institution=session.institution_id, now=now, session=session.pk)
    return row


def _refuse_unexpected(session: Session, learner: User) -> None:
    if not session.cohort.members.filter(user=learner.pk).exists():
        raise NotExpected(_("You are not in the cohort of this session. Tell the instructor."))


def _refuse_leader(session: Session, learner: User) -> None:
    if session.leaders.filter(person=learner.pk).exists():
        raise OwnCase(_("You lead this session yourself, so a colleague has to note that you were there."))


def _said(session: Session, mark: Mark, *, way: str, by: User | None, now: datetime) -> Attendance:
    return Attendance(
        session=session,
        learner_id=mark.learner,
        status=mark.status,
        minutes=mark.minutes_of(session),
        reason=mark.reason,
        way=way,
        by=by,
        at=now,
    )


def _is_news(row: Attendance, known: Attendance | None) -> bool:
    names = ("status", "minutes", "reason")
    return known is None or any(getattr(row, name) != getattr(known, name) for name in names)


def _is_other(read: Attendance | None, known: Attendance | None) -> bool:
    return known is not None and (read is None or _is_news(read, known))


def _bring_in(session: Session, learners: Sequence[int], *, by: User | None, now: datetime) -> None:
    if session.activity_id is not None and learners:
        journal.bring_in(session, list(session.attendance.filter(learner__in=learners)), by=by, now=now)


def _write(rows: Sequence[Attendance]) -> None:
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "learner"], update_fields=SAID
    )
