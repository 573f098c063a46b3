"""What people are told of meetings of any kind, by whichever room keeps them: that one is tomorrow."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.interface.words import day
from lms.people.models import CohortMember
from lms.plugins.meetings import Appointment, within
from lms.plugins.notice import NoticeKind, Occasion, Told, Words

AHEAD = timedelta(days=2)
"""Whatever begins tomorrow, in whichever time zone, begins within so long."""


class Tomorrow(NoticeKind):
    """From the beginning of the day before, in the time zone of the institution, until the meeting begins."""

    slug = "meeting_tomorrow"
    name = _("A session or an exam is tomorrow")
    duty = "learner"

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """One statement for each kind of meeting, and one for the people."""
        meetings = [one for one in _between(now, now + AHEAD) if _day_before(one) <= now]
        people = _people({one.cohort.pk for one in meetings})
        for one in meetings:
            facts = {"kind": one.kind, "pk": one.pk, "at": one.starts_at.isoformat()}
            subject = f"{one.kind}:{one.pk}:{facts['at']}"
            for person in people[one.cohort.pk]:
                yield Occasion(person, subject, _day_before(one), one.starts_at, facts)

    def words(self, told: Sequence[Told], *, now: datetime) -> Sequence[Words | None]:
        known: dict[tuple[Any, ...], Appointment] = {
            (one.kind, one.pk, one.starts_at.isoformat()): one for one in _between(now, now + AHEAD)
        }
        keys = [(one.facts.get("kind"), one.facts.get("pk"), one.facts.get("at")) for one in told]
        return [self._words(known.get(key), now) for key in keys]

    def _words(self, one: Appointment | None, now: datetime) -> Words | None:
        if one is None:
            return None
        here, today = timezone.localtime(one.starts_at), timezone.localdate(now)
        subject = gettext("Today: %(title)s") if here.date() == today else gettext("Tomorrow: %(title)s")
        text = gettext("%(word)s “%(title)s”: %(day)s at %(time)s, %(room)s.")
        about = {"word": one.word, "title": one.title, "room": one.room, "day": day(here, today=today)}
        about["time"] = time_format(here, "TIME_FORMAT")
        return Words(subject % about, text % about, one.url)


def _between(since: datetime, until: datetime) -> list[Appointment]:
    return [one for one in within(since=since, until=until) if not one.cancelled]


def _day_before(one: Appointment) -> datetime:
    """When the day before it begins where it is held."""
    zone = ZoneInfo(one.institution.timezone)
    return datetime.combine(one.starts_at.astimezone(zone).date() - timedelta(days=1), time(), tzinfo=zone)


def _people(cohorts: set[int]) -> dict[int, list[int]]:
    """Who is in each of the cohorts."""
    members: dict[int, list[int]] = defaultdict(list)
    rows = (
        CohortMember.objects.filter(cohort__in=cohorts).order_by("user_id") if cohorts else CohortMember.objects.none()
    )
    for cohort, person in rows.values_list("cohort_id", "user_id"):
        members[cohort].append(person)
    return members
