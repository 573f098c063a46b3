"""Entries of a person’s calendar: dates of courses, meetings they attend or lead, and what else waits for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from lms.foundation.interface.words import moment as in_words
from lms.foundation.plugins import meetings
from lms.foundation.plugins.meetings import Appointment
from lms.foundation.plugins.pages import agenda
from lms.foundation.plugins.pages.agenda import AgendaItem
from lms.learning.progress.models import Enrolment
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User


@dataclass(frozen=True)
class Item:
    """One line of a calendar, on the `day` that it has where it takes place.

    `key` names it for ever. What is due has neither times nor a place. `title` may be free text of whoever planned a
    meeting; `plain` is what may leave the site in place of it.
    """

    key: str
    day: date
    word: str
    title: str
    plain: str
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: str = ""
    cohort: str = ""
    institution: str = ""
    overdue: bool = False
    leads: bool = False
    cancelled: bool = False

    @property
    def hours(self) -> str:
        """“09:00–12:00” in the reader’s zone; the day of its end too where that is another one."""
        if self.starts_at is None:
            return ""
        begins = f"{timezone.localtime(self.starts_at):%H:%M}"
        if self.ends_at is None:
            return begins
        ends = timezone.localtime(self.ends_at)
        if ends.date() != timezone.localdate(self.starts_at):
            return f"{begins} – {in_words(ends, today=timezone.localdate())}"
        return f"{begins}–{ends:%H:%M}"


def items_of(person: User, *, since: datetime, until: datetime, now: datetime, late: bool = False) -> list[Item]:
    """Return the calendar entries of `person` from `since` until before `until`, in order. With `late`, overdue due
    dates from before are included. Courses that the person completed have no entries. The number of statements does not
    grow with the number of entries.
    """
    found = [
        _of_course(row, word, name, moment, now)
        for row in _under_way(person)
        for word, name, moment in _days_of(row)
        if since <= moment < until or (late and name == "due" and row.is_overdue(now))
    ]
    expected = {(one.kind, one.pk): one for one in meetings.of_person(person, since=since, until=until)}
    led = {(one.kind, one.pk): one for one in meetings.led_by(person, since=since, until=until)}
    found += [_meeting(one, leads=key in led) for key, one in (expected | led).items()]
    found += [_waiting(one) for one in agenda.of_person(person, since=since, until=until)]
    return sorted(found, key=_order)


def _order(item: Item) -> tuple[date, bool, float, str]:
    """Return the sort key of `item`: by day, entries without a time (such as due dates) before meetings."""
    return item.day, item.starts_at is not None, item.starts_at.timestamp() if item.starts_at else 0.0, item.key


def _under_way(person: User) -> Any:
    """Load with one statement."""
    rows = Enrolment.objects.of(person).under_way().order_by("pk").select_related("course", "institution")
    dates = ("opens_at", "due_at", "closes_at", "completed_at")
    return rows.only("learner", *dates, "course__slug", "course__titles", "institution__timezone")


def _days_of(row: Enrolment) -> list[tuple[str, str, datetime]]:
    """Return the label, the name in keys and the moment of each day that the course has: opening, due date, closing."""
    days = (
        (gettext("Opens"), "opens", row.opens_at),
        (gettext("Due"), "due", row.due_at),
        (gettext("Closes"), "closes", row.closes_at),
    )
    return [(word, name, moment) for word, name, moment in days if moment is not None]


def _of_course(row: Enrolment, word: str, name: str, moment: datetime, now: datetime) -> Item:
    title = str(row.course.title_in(get_language() or "en"))
    return Item(
        key=f"{name}-{row.pk}",
        day=moment.astimezone(zone_of(row.institution)).date(),
        word=word,
        title=title,
        plain=title,
        url=reverse("learn:course", args=[row.course.slug]),
        overdue=name == "due" and row.is_overdue(now),
    )


def _waiting(one: AgendaItem) -> Item:
    return Item(
        key=one.key,
        day=one.at.astimezone(zone_of(one.institution)).date(),
        word=one.word,
        title=one.title,
        plain="",
        url=one.url,
        starts_at=one.at,
    )


def _meeting(one: Appointment, *, leads: bool) -> Item:
    return Item(
        key=f"{one.kind}-{one.pk}",
        day=one.starts_at.astimezone(zone_of(one.institution)).date(),
        word=str(one.word),
        title=str(one.title),
        plain=one.cohort.name,
        url=one.url,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        room=one.room,
        cohort=one.cohort.name,
        institution=one.institution.local_name(),
        leads=leads,
        cancelled=one.cancelled,
    )
