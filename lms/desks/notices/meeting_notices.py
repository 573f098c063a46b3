"""Notices about meetings of any kind, in whichever room: a meeting is tomorrow."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.meetings import Appointment, with_keys, within
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import CohortMember
from lms.people.directory.queries import holders

Members = Mapping[int, Sequence[int]]
"""Who is in a cohort, by its id."""
AHEAD = timedelta(days=2)
"""Whatever begins tomorrow, in whichever time zone, begins within so long."""


class _MeetingNotice(NoticeKind):
    """Notice from the beginning of the day before, in the institution's time zone, until the meeting begins."""

    sentence: Any

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield occasions with as many statements for each kind of meeting as it takes for one, and one or two for the
        people.
        """
        soon = within(since=now, until=now + AHEAD)
        meetings = [one for one in soon if not one.cancelled and _day_before(one) <= now]
        members = _people({one.cohort.pk for one in meetings})
        for one, people in self.told(meetings, members):
            facts = {"kind": one.kind, "pk": one.pk, "at": one.starts_at.isoformat()}
            subject = f"{one.kind}:{one.pk}:{facts['at']}"
            for person in people:
                yield Occasion(person, subject, _day_before(one), one.starts_at, facts)

    @abstractmethod
    def told(self, meetings: list[Appointment], members: Members) -> Iterator[tuple[Appointment, Collection[int]]]:
        """Give each of the `meetings` with the primary keys of the people to tell; `members` are those of their
        cohorts.
        """

    @abstractmethod
    def page(self, one: Appointment) -> str:
        """Return the address of the page of the meeting for the people who are told."""

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return words with as many statements for each kind of meeting that is named as it takes for one."""
        keys = [(one.facts.get("kind"), one.facts.get("pk"), one.facts.get("at")) for one in told]
        named: dict[str, set[int]] = defaultdict(set)
        for kind, pk, _at in keys:
            if isinstance(kind, str) and isinstance(pk, int):
                named[kind].add(pk)
        found = with_keys(named, since=now, until=now + AHEAD) if named else []
        known: dict[tuple[Any, ...], Appointment] = {
            (one.kind, one.pk, one.starts_at.isoformat()): one for one in found if not one.cancelled
        }
        return [self._words(known.get(key), now) for key in keys]

    def _words(self, one: Appointment | None, now: datetime) -> Words | None:
        if one is None:
            return None
        here, today = timezone.localtime(one.starts_at), timezone.localdate(now)
        subject = gettext("Today: %(title)s") if here.date() == today else gettext("Tomorrow: %(title)s")
        about = {"word": one.word, "title": one.title, "room": one.room, "day": day(here, today=today)}
        about["time"] = time_format(here, "TIME_FORMAT")
        return Words(subject % about, str(self.sentence) % about, self.page(one))


class MeetingToAttend(_MeetingNotice):
    """Notice for people who are expected."""

    slug = "meeting_tomorrow"
    name = _("A session or an exam is tomorrow")
    duty = "learner"
    sentence = _("%(word)s “%(title)s”: %(day)s at %(time)s, %(room)s.")

    def told(self, meetings: list[Appointment], members: Members) -> Iterator[tuple[Appointment, Collection[int]]]:
        return ((one, members[one.cohort.pk]) for one in meetings)

    def page(self, one: Appointment) -> str:
        return one.url


class MeetingToLead(_MeetingNotice):
    """Notice for people who lead the meeting, as long as they teach there and are not in the cohort themselves."""

    slug = "meeting_led_tomorrow"
    name = _("A session or an exam that you lead is tomorrow")
    duty = "instructor"
    sentence = _("%(word)s “%(title)s”, which you lead: %(day)s at %(time)s, %(room)s.")

    def told(self, meetings: list[Appointment], members: Members) -> Iterator[tuple[Appointment, Collection[int]]]:
        teaching = holders(TEACHING_ROLES) if any(one.leaders for one in meetings) else []
        for one in meetings:
            there = {holder.person for holder in teaching if holder.reaches(one.institution.path)}
            yield one, sorted(there.intersection(one.leaders).difference(members[one.cohort.pk]))

    def page(self, one: Appointment) -> str:
        return one.staff_url


def _day_before(one: Appointment) -> datetime:
    """Return the beginning of the day before the meeting, in the time zone of its institution."""
    zone = ZoneInfo(one.institution.timezone)
    return datetime.combine(one.starts_at.astimezone(zone).date() - timedelta(days=1), time(), tzinfo=zone)


def _people(cohorts: set[int]) -> dict[int, list[int]]:
    """Return the ids of the members of each cohort, by its id."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = (
        CohortMember.objects.filter(cohort__in=cohorts).order_by("user_id") if cohorts else CohortMember.objects.none()
    )
    for cohort, person in rows.values_list("cohort_id", "user_id"):
        members[cohort].append(person)
    return members
