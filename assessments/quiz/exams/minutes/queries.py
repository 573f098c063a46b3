"""The minutes of an exam as a page and a sheet of paper show them: of each learner, and entry by entry."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..models import Sitting, Ticket
from .models import ATTENDANCE, EntryKind, Minute

AROUND = ("learner", "by", "corrects", "correction")


@dataclass(frozen=True)
class LearnerMinutes:
    """The minutes of one learner: the entry on attendance, the entry on leaving, and the number of incidents.

    `began_at` is what the board knows.
    """

    ticket: Ticket
    came: Minute | None
    left: Minute | None
    incidents: int
    began_at: datetime | None


@dataclass(frozen=True)
class Minutes:
    """All of it: `entries` by the time that they speak of, corrected ones too; `signature` where there is one."""

    lines: list[LearnerMinutes]
    entries: list[Minute]
    signature: Minute | None
    counted: list[tuple[Any, int]] = field(default_factory=list)

    @property
    def open(self) -> int:
        """Return how many learners have no entry on attendance yet."""
        return sum(line.came is None for line in self.lines)

    @property
    def added(self) -> list[Minute]:
        """Return the entries that were written after the signature."""
        return [one for one in self.entries if self.signature and one.pk > self.signature.pk]


def minutes_of(sitting: Sitting) -> Minutes:
    """Load with two statements, however many people and entries there are."""
    rows: list[Minute] = list(sitting.minutes.select_related(*AROUND).order_by("at", "pk"))
    signature = next((one for one in rows if one.what == EntryKind.SIGNED), None)
    entries = [one for one in rows if one.what != EntryKind.SIGNED]
    said: dict[int, list[Minute]] = defaultdict(list)
    for one in sorted((one for one in entries if stands(one)), key=lambda one: one.pk):
        if one.learner is not None:
            said[one.learner.merged_into_id or one.learner.pk].append(one)
    tickets = sitting.tickets.in_force().select_related("learner", "attempt").defer("attempt__form", "attempt__state")
    lines = [_line(ticket, said[ticket.learner_id]) for ticket in tickets.order_by("learner__name", "pk")]
    return Minutes(lines, entries, signature, _counted(lines))


def stands(minute: Minute) -> bool:
    """Return whether the entry has no correction and marks no mistake. Its correction has to be read with it."""
    return minute.what != EntryKind.MISTAKE and not hasattr(minute, "correction")


def _line(ticket: Ticket, said: Sequence[Minute]) -> LearnerMinutes:
    return LearnerMinutes(
        ticket=ticket,
        came=_last(one for one in said if one.what in ATTENDANCE),
        left=_last(one for one in said if one.what == EntryKind.LEFT),
        incidents=sum(one.what == EntryKind.INCIDENT for one in said),
        began_at=ticket.attempt.begun_at if ticket.attempt else None,
    )


def _last(rows: Iterable[Minute]) -> Minute | None:
    return max(rows, key=lambda one: one.pk, default=None)


def _counted(lines: Sequence[LearnerMinutes]) -> list[tuple[object, int]]:
    return [
        (what.label, sum(line.came is not None and line.came.what == what for line in lines)) for what in ATTENDANCE
    ]
