"""Console of a run: its list of injects, seats by turns, facts, and the newest entries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import OPEN, Script, State, View, facilitator_board, seat_view
from lms.foundation.database.statements import Parameter, Statement

from ..page.choices import EXCON
from ..runs.access import people_in
from ..runs.current_state import ends_at, moment_of, state_at
from ..runs.models import LogEntry, Run, Seat
from ..runs.names import Words, case_moment, words_of
from ..runs.scripts import script_of
from .entry_texts import entry_text, sentence

NEWEST = 15
STANDINGS = {
    "waiting": gettext_lazy("Not sent yet"),
    "armed": gettext_lazy("Will be sent"),
    "due": gettext_lazy("Due"),
    "held": gettext_lazy("Held back"),
    "given": gettext_lazy("Sent"),
}
PILLS = {"waiting": "pill-draft", "armed": "", "due": "pill-due", "held": "pill-overdue", "given": "pill-done"}


@dataclass(frozen=True)
class InjectLine:
    """One line of the MSEL: `moment` says when it comes, or came; `picture` is that of its card, or empty."""

    id: str
    card: str
    text: str
    to: str
    standing: str
    moment: str
    expect: str
    step: int
    by_hand: bool
    picture: str
    alt: str
    credit: str

    @property
    def label(self) -> Any:
        return STANDINGS[self.standing]

    @property
    def pill(self) -> str:
        return PILLS[self.standing]

    @property
    def is_given(self) -> bool:
        return self.standing == "given"

    @property
    def is_held(self) -> bool:
        return self.standing == "held"


@dataclass
class Cell:
    """Counts of one seat in one turn: decisions it made, and those that closed by themselves."""

    decided: int = 0
    lapsed: int = 0


@dataclass(frozen=True)
class Task:
    """A decision or form that waits for a seat; `closes` in the time of the case, empty without a deadline."""

    text: str
    closes: str = ""
    closes_at: datetime | None = None


@dataclass
class SeatLine:
    """A seat by turns, or as a whole where there are none: `waiting` is what it has to do, `last` when it entered
    something last; `is_empty` where nobody has it.
    """

    role: str
    name: str
    people: list[str]
    cells: list[Cell]
    is_empty: bool
    waiting: list[Task] = field(default_factory=list)
    last: datetime | None = None


@dataclass(frozen=True)
class EntryLine:
    """An entry: who by role and, where it is somebody, by name; what; and what was written."""

    number: int
    role: str
    name: str
    moment: str
    sentence: str
    written: str
    at: datetime


@dataclass(frozen=True)
class Console:
    """State of a run at a moment, complete. `turn` counts from 1, and is None where there are none; at `ends_at` it
    ends, or live the play.
    """

    moment: str
    ends_at: datetime | None
    turn: int | None
    turns: Sequence[int]
    injects: Sequence[InjectLine]
    seats: Sequence[SeatLine]
    facts: Sequence[tuple[str, Any]]
    entries: Sequence[EntryLine]

    @property
    def waiting(self) -> int:
        return sum(len(seat.waiting) for seat in self.seats)

    @property
    def empty(self) -> str:
        return " · ".join(seat.name for seat in self.seats if seat.is_empty)


Name = Callable[[Seat], str]
"""What the reader calls whoever has a seat; nothing where that is not theirs to know."""


def console_of(run: Run, now: datetime, name: Name) -> Console:
    """Return the console of an opened run of `access.runs_of`. Two statements."""
    script, words, state = script_of(run), words_of(run), state_at(run, now)
    return Console(
        moment=case_moment(state.at),
        ends_at=ends_at(run, state),
        turn=state.turn + 1 if script.in_turns else None,
        turns=range(1, len(script.turn_ends) + 1) if script.in_turns else (),
        injects=list(_injects(script, state, words)),
        seats=_seats(run, script, state, words, name),
        facts=_facts(script, state, words),
        entries=_entries(run, words, name),
    )


def _facts(script: Script, state: State, words: Words) -> list[tuple[str, object]]:
    facts = script.case.facts
    return [(words.label("facts", fact.id), value_text(fact.shown(state.facts.get(fact.id)))) for fact in facts]


def _injects(script: Script, state: State, words: Words) -> Iterator[InjectLine]:
    for line in facilitator_board(script, state).injects:
        inject = script.injects[line.id]
        said, card = words.texts.of("cards", inject.card), script.cards.get(inject.card)
        yield InjectLine(
            id=line.id,
            card=words.card(inject.card) if inject.card else "",
            text=str(said.get("text") or ""),
            to=words.seats(inject.to),
            standing=line.standing,
            moment="" if line.due_at is None else case_moment(line.due_at),
            expect=str(words.texts.of("injects", line.id).get("expect") or ""),
            step=inject.step,
            by_hand=inject.by_hand,
            picture=card.picture if card else "",
            alt=str(said.get("alt") or ""),
            credit=str(said.get("credit") or ""),
        )


def _seats(run: Run, script: Script, state: State, words: Words, name: Name) -> list[SeatLine]:
    entered = run.log.exclude(role=EXCON).order_by().values_list("role").annotate(Max("received_at"))
    last: dict[str, datetime] = dict(entered)
    lines = {
        role: SeatLine(
            role=role,
            name=words.seat(role),
            people=[called for one in people_in(run, role) if (called := name(one))],
            cells=[Cell() for _turn in (script.turn_ends if script.in_turns else (0,))],
            is_empty=not people_in(run, role),
            last=last.get(role),
        )
        for role in script.seats
    }
    for id, made in state.made.items():
        cells = lines[script.decisions[id].seat].cells
        cell = cells[turn_of(script, made.at, by_itself=not made.seat) if script.in_turns else 0]
        cell.decided, cell.lapsed = cell.decided + bool(made.seat), cell.lapsed + (not made.seat)
    if state.status == OPEN:
        for role, line in lines.items():
            line.waiting = list(_tasks(run, seat_view(script, state, role), words))
    return list(lines.values())


def _tasks(run: Run, view: View, words: Words) -> Iterator[Task]:
    for one in view.questions:
        closes = one.closes_at
        shown, at = ("", None) if closes is None else (case_moment(closes), moment_of(run, closes))
        yield Task(words.question(one.id), shown, at)
    for form in view.received:
        if not form.answer:
            yield Task(_("Answer the form “%(form)s”") % {"form": words.form(form.id)})


def turn_of(script: Script, minute: int, *, by_itself: bool) -> int:
    """Return the turn, from 0, of an event at `minute`. In turns people act at the minute at which the last one ended;
    an event `by_itself` happens on the way to the end of the present one.
    """
    ends = script.turn_ends
    over = sum(end < minute if by_itself or not script.in_turns else end <= minute for end in ends)
    return min(over, len(ends) - 1)


def value_text(value: object) -> object:
    """Return a value of a fact for people: yes, no, a number or a word."""
    if isinstance(value, bool) or value is None:
        return _("yes") if value else _("no")
    return value


def _entries(run: Run, words: Words, name: Name) -> list[EntryLine]:
    return [_entry(row, words, name) for row in _NEWEST.rows(run=run.pk)]


def _newest() -> QuerySet[LogEntry]:
    rows = LogEntry.objects.filter(run=Parameter("run", UUIDField())).exclude(verb="opened")
    about = ("seq", "role", "verb", "data", "at", "received_at", "seat__role")
    person = ("seat__person__name", "seat__person__service_number", "seat__person__institution__path")
    return rows.select_related("seat__person__institution").only(*about, *person).order_by("-seq")[:NEWEST]


_NEWEST = Statement(_newest, prepared=True)


def _entry(row: LogEntry, words: Words, name: Name) -> EntryLine:
    return EntryLine(
        number=row.seq,
        role=words.seat(row.role),
        name=name(row.seat) if row.seat is not None else "",
        moment=case_moment(row.at),
        sentence=sentence(words, row),
        written=entry_text(row),
        at=row.received_at,
    )
