"""Notices about sessions: one is planned, was called off, or has another time or room."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.people.directory.models import CohortMember

from .models import Attendance, Session


class _OfSessions(NoticeKind):
    duty = "learner"
    subject: Any
    sentence: Any
    of_several: Any
    """The sentence about several sessions of a series."""

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        sessions = Session.objects.in_bulk({one.facts.get("session") for one in told} - {None})
        return [
            self._words(sessions.get(one.facts.get("session")), now, number=one.facts.get("number", 1)) for one in told
        ]

    def _words(self, session: Session | None, now: datetime, *, number: int = 1) -> Words | None:
        if session is None or not self.makes_sense(session):
            return None
        about = {"title": session.title, "room": session.room, "reason": session.reason, "count": number}
        about |= _when(session.planned_at, now)
        address = reverse("meetings:show", args=[session.pk])
        sentence = str(self.sentence if number == 1 else self.of_several)
        return Words(str(self.subject) % about, sentence % about, address)

    def makes_sense(self, session: Session) -> bool:
        return session.cancelled_at is None


class Planned(_OfSessions):
    slug = "sessions_planned"
    name = _("A session is planned")
    subject = _("New session: %(title)s")
    sentence = _("“%(title)s” takes place on %(day)s at %(time)s, %(room)s.")
    of_several = _(
        "“%(title)s” takes place %(count)s times, first on %(day)s at %(time)s, %(room)s. “My sessions” has all dates."
    )


class CalledOff(_OfSessions):
    slug = "sessions_called_off"
    name = _("A session was called off")
    subject = _("Called off: %(title)s")
    sentence = _("“%(title)s” on %(day)s at %(time)s does not take place: %(reason)s")
    of_several = _("“%(title)s” does not take place %(count)s times, first on %(day)s at %(time)s: %(reason)s")

    def makes_sense(self, session: Session) -> bool:
        return session.cancelled_at is not None


class Changed(_OfSessions):
    slug = "sessions_changed"
    name = _("A session has another time or room")
    subject = _("Changed: %(title)s")
    sentence = _("“%(title)s” is now on %(day)s at %(time)s, %(room)s.")
    of_several = _(
        "%(count)s sessions of “%(title)s” changed. The first is now on %(day)s at %(time)s, %(room)s. “My sessions” "
        "has all dates."
    )


class ContestAnswered(NoticeKind):
    slug = "sessions_contest_answered"
    name = _("The attendance that you contested has a reply")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        asked = {one.facts.get("attendance") for one in told} - {None}
        rows = Attendance.objects.filter(answered_at__isnull=False).select_related("session").in_bulk(asked)
        return [self._words(rows.get(one.facts.get("attendance"))) for one in told]

    def _words(self, row: Attendance | None) -> Words | None:
        if row is None:
            return None
        about = {"title": row.session.title}
        sentence = gettext("The attendance that you contested at “%(title)s” has a reply.") % about
        address = reverse("meetings:own", args=[row.pk])
        return Words(gettext("Answered: %(title)s") % about, sentence, address)


KINDS = (Planned, CalledOff, Changed, ContestAnswered)
TOLD = timedelta(days=14)


def tell_of_answer(row: Attendance, *, now: datetime) -> None:
    """Tell the learner that what they contested was answered."""
    occasion = Occasion(row.learner_id, f"{row.pk}", now, now + TOLD, {"attendance": row.pk})
    tell(ContestAnswered.slug, [occasion], now=now)


def tell_expected(kind: type[_OfSessions], *sessions: Session, now: datetime) -> None:
    """Tell everybody in the cohort of `sessions`, once, of those that have not begun. Two statements."""
    to_come = [one for one in sessions if one.planned_at > now]
    if to_come:
        session = min(to_come, key=lambda one: one.planned_at)
        subject, facts = f"{session.pk}:{now.isoformat()}", {"session": session.pk, "number": len(to_come)}
        people = CohortMember.objects.filter(cohort=session.cohort_id).values_list("user_id", flat=True)
        tell(kind.slug, [Occasion(person, subject, now, session.planned_at, facts) for person in people], now=now)


def _when(at: datetime, now: datetime) -> dict[str, str]:
    """Return the day and the time in the reader's time zone and language."""
    here = timezone.localtime(at)
    return {"day": day(here, today=timezone.localdate(now)), "time": time_format(here, "TIME_FORMAT")}
