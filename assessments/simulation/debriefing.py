"""What a debrief shows of a run that is over: decisions that mattered, who knew what when, what each seat decided,
figures, marks and danger. By roles; whoever reads it may ask for names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from assessments.casework import Entry, Script, State, Turn, knew, measures, score, team, turning_points

from .choices import CONTROL_ROLES
from .console import shown
from .danger_chart import Chart, chart_of
from .models import Run
from .refolding import entries_of
from .scripts import script_of
from .wording import Words, case_moment, words_of

KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class TurningPoint:
    """A decision whose better option, all else replayed, would have changed most. `unknown` are cards that others had
    then and this seat had not.
    """

    question: str
    role: str
    moment: str
    option: str
    reason: str
    feedback: str
    better: str
    better_feedback: str
    marks: str
    danger: str
    unknown: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Decided:
    """One decision of a seat. `lapsed`: nobody decided in time."""

    question: str
    moment: str
    option: str
    reason: str
    relies: str
    feedback: str
    marks: float
    most: float
    never: bool
    lapsed: bool


@dataclass(frozen=True)
class SeatResult:
    role: str
    share: float
    passed: bool
    nevers: Sequence[str]
    decided: Sequence[Decided]


@dataclass(frozen=True)
class Knowledge:
    """A card, and for each seat, by name, when it came to know it, or that it needed it and never had it."""

    card: str
    cells: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class PlanLine:
    """What is to change: by whom, and until when."""

    action: str
    owner: str
    until: date


@dataclass(frozen=True)
class Debrief:
    turning_points: Sequence[TurningPoint]
    roles: Sequence[str]
    knowledge: Sequence[Knowledge]
    seats: Sequence[SeatResult]
    measures: Sequence[tuple[str, Any]]
    team: Sequence[tuple[str, float, float]]
    danger: Chart | None
    plan: Sequence[PlanLine]


def debrief_of(run: Run) -> Debrief:
    """Of a run whose play is over. One statement, and the log again where the turning points are not known yet."""
    script, words, state = script_of(run), words_of(run), State.read(run.state)
    roles = [seat.id for seat in script.case.seats]
    shared = enumerate(team(script, state), 1)
    return Debrief(
        turning_points=[_turning_point(script, state, words, one) for one in _turns(run, script)],
        roles=[words.seat(role) for role in roles],
        knowledge=list(_knowledge(script, state, words)),
        seats=[_result(script, state, words, role) for role in roles],
        measures=[(words.label("measures", id), _figure(value)) for id, value in measures(script, state).items()],
        team=[(words.label("team", str(place)), one.got, one.offered) for place, one in shared],
        danger=chart_of(script, state, words),
        plan=list(_plan(run)),
    )


def _turns(run: Run, script: Script) -> list[Turn]:
    """Replaying takes a moment: the turning points of so many entries are remembered."""
    of = f"{run.pk}.{run.seq}"
    known: list[Turn] | None = cache.get(f"simulation.turns.{of}")
    if known is None:
        entries = [Entry(row.role, row.verb, row.data, row.at, str(row.pk)) for row in entries_of(run)]
        known = turning_points(script, entries)
        cache.set(f"simulation.turns.{of}", known, KEPT_SECONDS)
    return known


def _turning_point(script: Script, state: State, words: Words, turn: Turn) -> TurningPoint:
    decision, made = script.decisions[turn.decision], state.made[turn.decision]
    had = knew(state)
    missed = [
        (words.card(card), words.seats(seat for seat, at in seats.items() if at <= made.at))
        for card, seats in had.items()
        if _needs(script, card, decision.seat) and not _had(seats, decision.seat, made.at) and _known(seats, made.at)
    ]
    return TurningPoint(
        question=words.question(turn.decision),
        role=words.seat(decision.seat),
        moment=case_moment(made.at),
        option=words.option(turn.decision, turn.option),
        reason=made.reason,
        feedback=words.feedback(turn.decision, turn.option),
        better=words.option(turn.decision, turn.better),
        better_feedback=words.feedback(turn.decision, turn.better),
        marks=_change(turn.marks),
        danger=_change(turn.danger),
        unknown=missed,
    )


def _needs(script: Script, card: str, role: str) -> bool:
    need = script.cards[card].need if card in script.cards else None
    return need is not None and role in need


def _misses(script: Script, card: str, role: str, seats: Mapping[str, int]) -> bool:
    return role not in seats and _needs(script, card, role)


def _had(seats: Mapping[str, int], role: str, minute: int) -> bool:
    return role in seats and seats[role] <= minute


def _known(seats: Mapping[str, int], minute: int) -> bool:
    return any(at <= minute for at in seats.values())


def _knowledge(script: Script, state: State, words: Words) -> Iterator[Knowledge]:
    for card, seats in sorted(knew(state).items(), key=lambda one: min(one[1].values())):
        cells = [
            (words.seat(role), case_moment(seats[role]) if role in seats else "", _misses(script, card, role, seats))
            for role in script.seats
        ]
        yield Knowledge(words.card(card), cells)


def _result(script: Script, state: State, words: Words, role: str) -> SeatResult:
    own = score(script, state, role)
    nevers = [words.question(id) for id in own.nevers]
    return SeatResult(words.seat(role), own.share, own.passed, nevers, list(_decided(script, state, words, role)))


def _decided(script: Script, state: State, words: Words, role: str) -> Iterator[Decided]:
    for id, made in sorted(state.made.items(), key=lambda one: one[1].at):
        decision = script.decisions[id]
        option = decision.option(made.option)
        if decision.seat == role and option is not None:
            yield Decided(
                question=words.question(id),
                moment=case_moment(made.at),
                option=words.option(id, made.option),
                reason=made.reason,
                relies=" · ".join(words.card(card) for card in made.relies),
                feedback=words.feedback(id, made.option),
                marks=option.marks if made.seat else 0,
                most=decision.most,
                never=option.never and bool(made.seat),
                lapsed=not made.seat,
            )


def _change(value: float) -> str:
    """With its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):g}"


def _figure(value: Any) -> Any:
    if value is None:
        return _("never happened")
    return round(value, 2) if isinstance(value, float) else shown(value)


def _plan(run: Run) -> Iterator[PlanLine]:
    for row in run.log.filter(verb="note", role__in=CONTROL_ROLES).order_by("seq"):
        if row.data.get("until"):
            until = date.fromisoformat(row.data["until"])
            yield PlanLine(str(row.data.get("text", "")), str(row.data.get("owner", "")), until)
