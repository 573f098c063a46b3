"""The only writers of sessions: plan, change, call off. The history of the cohort says who did it, and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log as note

from lms.foundation.plugins import events
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import refuse_own_cohort

from . import notices
from .models import Leader, Session

PLANNED, CHANGED, CALLED_OFF = "sessions.planned", "sessions.changed", "sessions.called_off"
"""What stands in the history of a cohort."""


class CalledOff(ValueError):
    """The session was called off: it takes no change any more."""


class WasHeld(ValueError):
    """Attendance was taken: the hours stay, and it is not called off any more."""


class LeadsThemselves(ValueError):
    """Refusal: a person would lead a session of a cohort in which they are."""


@dataclass(frozen=True)
class Details:
    """Details of a session when it is planned or changed."""

    kind: str
    title: str
    room: str
    planned_at: datetime
    ends_at: datetime
    plan: str = ""
    activity: UUID | None = None
    course: UUID | None = None


COLUMNS = ("kind", "title", "room", "planned_at", "ends_at", "plan", "activity_id", "course_id")


@transaction.atomic
def plan(
    *,
    cohort: Cohort,
    details: Details,
    instructors: Iterable[User],
    by: User | None,
    now: datetime,
    series: UUID | None = None,
    tells: bool = True,
) -> Session:
    """Plan a session of `cohort`, led by `instructors`. Who `tells` all dates of its `series` at once says False.

    Raises `OwnCase` where `by` is in the cohort, and `LeadsThemselves` where somebody who leads is.
    """
    refuse_own_cohort(by, cohort)
    session = Session(cohort=cohort, institution_id=cohort.institution_id, series=series)
    _set(session, details)
    session.save()
    _lead(session, {person.pk for person in instructors})
    note(cohort, PLANNED, user=by, timestamp=now, data={"session": session.pk, "title": session.title})
    if tells:
        notices.tell_expected(notices.Planned, session, now=now)
    _tell(events.MeetingPlanned, session, now=now)
    return session


@transaction.atomic
def change(
    *,
    session: Session,
    details: Details,
    instructors: Iterable[User],
    by: User | None,
    now: datetime,
    tells: bool = True,
) -> Session:
    """Say anew what `session` is. The same again changes nothing, and nobody is told.

    Raises `CalledOff`, `WasHeld` where attendance was taken and the hours differ, and `OwnCase` and `LeadsThemselves`
    as `plan` does.
    """
    session = _going_on(session, by)
    before = [getattr(session, name) for name in COLUMNS]
    _set(session, details)
    led = _lead(session, {person.pk for person in instructors})
    changed = [name for name, old in zip(COLUMNS, before, strict=True) if getattr(session, name) != old]
    if not changed and not led:
        return session
    if {"planned_at", "ends_at", "activity_id"} & set(changed):
        _refuse_held(session)
    session.save(update_fields=[*changed])
    note(
        session.cohort,
        CHANGED,
        user=by,
        timestamp=now,
        data={"session": session.pk, "title": session.title, "changed": [*changed, *(["instructors"] if led else [])]},
    )
    if tells and {"planned_at", "ends_at", "room"} & set(changed):
        notices.tell_expected(notices.Changed, session, now=now)
    _tell(events.MeetingChanged, session, now=now)
    return session


@transaction.atomic
def call_off(*, session: Session, reason: str, by: User | None, now: datetime, tells: bool = True) -> Session:
    """Call `session` off; it stays on record with its `reason`. Called off twice, it is called off as it was first.

    Raises `WasHeld`, and `OwnCase` where `by` is in the cohort.
    """
    refuse_own_cohort(by, session.cohort)
    session = _locked(session)
    if session.cancelled_at is not None:
        return session
    _refuse_held(session)
    session.cancelled_at, session.reason = now, reason
    session.save(update_fields=["cancelled_at", "reason"])
    note(
        session.cohort,
        CALLED_OFF,
        user=by,
        timestamp=now,
        data={"session": session.pk, "title": session.title, "reason": reason},
    )
    if tells:
        notices.tell_expected(notices.CalledOff, session, now=now)
    _tell(events.MeetingCancelled, session, now=now)
    return session


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",), no_key=True).select_related("cohort", "institution")
    return rows.get(pk=session.pk)


def _going_on(session: Session, by: User | None) -> Session:
    refuse_own_cohort(by, session.cohort)
    session = _locked(session)
    if session.cancelled_at is not None:
        raise CalledOff(_("This session was called off. Plan another one."))
    return session


def _refuse_held(session: Session) -> None:
    if session.attendance.exists():
        raise WasHeld(
            _(
                "Attendance was taken, so the session was held at these hours. Note who missed a part of it on its "
                "list of attendance."
            )
        )


def _set(session: Session, details: Details) -> None:
    session.kind, session.title, session.room = details.kind, details.title, details.room
    session.planned_at, session.ends_at, session.plan = details.planned_at, details.ends_at, details.plan
    session.activity_id, session.course_id = details.activity, details.course


def _lead(session: Session, people: Collection[int]) -> bool:
    """Let `people` lead the session, and nobody else. Whether that is news."""
    if session.cohort.members.filter(user__in=people).exists():
        raise LeadsThemselves(_("Somebody who is in the cohort cannot lead its session. Choose somebody else."))
    known = set(session.leaders.values_list("person", flat=True))
    if gone := known - set(people):
        session.leaders.filter(person__in=gone).delete()
    new = [Leader(session=session, person_id=person) for person in sorted(set(people) - known)]
    Leader.objects.bulk_create(new)
    return bool(gone or new)


def _tell(kind: Any, session: Session, *, now: datetime) -> None:
    event = kind(
        institution=session.institution_id, at=now, meeting=session.pk, kind="session", cohort=session.cohort_id
    )
    events.publish(event, at=session.institution)
