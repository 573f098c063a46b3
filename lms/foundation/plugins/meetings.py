"""The socket of meetings: the times at which a cohort comes together, whatever for and whichever room keeps them. Pure.

Calendars, notices and the page of a cohort ask here, and get classes, drills and exams alike.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .runtime import faults, guard
from .runtime.registry import Registry


@dataclass(frozen=True)
class Appointment:
    """One meeting as calendars show it. `kind` is the slug of its `MeetingKind`, `pk` its key there.

    `word` says what it is (“Drill”), `title` what it is about; `ends_at` is None where nobody said. `url` is the page
    for whom it was asked: the person who is expected, or the staff of its institution. Where all meetings of a time
    were asked for, `leaders` are the primary keys of those who lead it, and `staff_url` is their page.
    """

    kind: str
    pk: int
    word: str
    title: str
    room: str
    starts_at: datetime
    ends_at: datetime | None
    cohort: Any
    institution: Any
    url: str
    cancelled: bool = False
    leaders: Collection[int] = ()
    staff_url: str = ""


class MeetingKind(ABC):
    """Meetings of one kind. Each function gives those that begin from `since` until before `until`, with as many
    statements for a thousand as for one; those that were called off are marked and not left out.
    """

    slug: str
    label: Any

    @abstractmethod
    def of_cohorts(self, cohorts: Collection[int], *, since: datetime, until: datetime) -> Sequence[Appointment]:
        """Return the meetings of the cohorts with these ids, each with its page for staff."""

    @abstractmethod
    def of_person(self, person: Any, *, since: datetime, until: datetime) -> Sequence[Appointment]:
        """Return the meetings at which `person` is expected, each with its page for them."""

    def led_by(self, person: Any, *, since: datetime, until: datetime) -> Sequence[Appointment]:
        """Return the meetings that `person` leads, each with its page for staff; empty for a kind that is not led."""
        return ()

    @abstractmethod
    def within(self, *, since: datetime, until: datetime) -> Sequence[Appointment]:
        """Return all meetings of that time, wherever they are, each with its page for those who are expected, and for
        those who lead it with theirs.
        """

    def with_keys(self, keys: Collection[int], *, since: datetime, until: datetime) -> Sequence[Appointment]:
        """Select from `within` the meetings whose `pk` is in `keys`. A kind may override this to ask its table for
        these alone.
        """
        return [one for one in self.within(since=since, until=until) if one.pk in keys]


meeting_kinds: Registry[MeetingKind] = Registry("meeting kind")


def of_cohorts(cohorts: Collection[int], *, since: datetime, until: datetime) -> list[Appointment]:
    """Return the meetings of cohorts, of every kind, the earliest first; if a plugin is off its meetings are left
    out.
    """
    return _asked("of_cohorts", lambda kind: kind.of_cohorts(cohorts, since=since, until=until))


def of_person(person: object, *, since: datetime, until: datetime) -> list[Appointment]:
    """Return the meetings at which a person is expected, likewise."""
    return _asked("of_person", lambda kind: kind.of_person(person, since=since, until=until))


def led_by(person: object, *, since: datetime, until: datetime) -> list[Appointment]:
    """Return the meetings that a person leads, likewise."""
    return _asked("led_by", lambda kind: kind.led_by(person, since=since, until=until))


def within(*, since: datetime, until: datetime) -> list[Appointment]:
    """Return every meeting of that time, likewise."""
    return _asked("within", lambda kind: kind.within(since=since, until=until))


def with_keys(keys: Mapping[str, Collection[int]], *, since: datetime, until: datetime) -> list[Appointment]:
    """Return the meetings of that time with these `keys`, by the slug of their kind; other kinds are not asked."""
    return _asked("with_keys", lambda kind: kind.with_keys(keys[kind.slug], since=since, until=until), kinds=keys)


def _asked(
    name: str, ask: Callable[[MeetingKind], Sequence[Appointment]], kinds: Container[str] | None = None
) -> list[Appointment]:
    """Collect the answers of every kind, or of `kinds`."""
    found: list[Appointment] = []
    for slug, kind in meeting_kinds.items():
        if kinds is not None and slug not in kinds:
            continue
        call = guard.Call(meeting_kinds.owner(slug), faults.MEETING, f"{slug}.{name}")

        def given(kind: MeetingKind = kind) -> list[Appointment]:
            return [_sound(one) for one in ask(kind)]

        meetings: list[Appointment] = guard.answer_or(call, given, instead=list)
        found += [one for one in meetings if meeting_kinds.is_on(slug, one.institution)]
    return sorted(found, key=lambda one: (one.starts_at, one.kind, one.pk))


def _sound(one: object) -> Appointment:
    if not isinstance(one, Appointment):
        raise TypeError(f"{one!r:.200} is no Appointment")
    return one
