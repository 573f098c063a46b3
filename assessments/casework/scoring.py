"""Marks of a seat and of the team, and the figures of a play. What was never offered is not counted. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .definition.case import Decision, Fact, Form, Measure, Option, Value, is_number
from .definition.conditions import holds
from .script import Script
from .state import ALONE, State


@dataclass(frozen=True)
class Marks:
    """`got` of `offered` marks, for a step of the procedure (0: of none)."""

    step: int
    got: float
    offered: float


@dataclass(frozen=True)
class Score:
    """Score of a seat: its own marks and those that all share. `nevers`: decisions that were critical mistakes."""

    got: float
    offered: float
    passed: bool
    nevers: tuple[str, ...] = ()
    steps: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """0 to 1; 1 where nothing was offered."""
        return self.got / self.offered if self.offered else 1.0


def score(script: Script, state: State, seat: str) -> Score:
    marks = [*_own(script, state, seat), *team_marks(script, state)]
    got, offered = _sum(marks)
    nevers = tuple(_nevers(script, state, seat))
    passed = not nevers and got >= script.case.passes_at * offered - 1e-9
    steps = {step: _sum(each for each in marks if each.step == step) for step in sorted({each.step for each in marks})}
    return Score(got, offered, passed, nevers, steps)


def team_marks(script: Script, state: State) -> list[Marks]:
    return [
        Marks(mark.step, mark.marks if holds(mark.when, state.facts, state.since) else 0, mark.marks)
        for mark in script.case.team
    ]


def _sum(marks: Iterable[Marks]) -> tuple[float, float]:
    listed = list(marks)
    return sum(each.got for each in listed), sum(each.offered for each in listed)


def _own(script: Script, state: State, seat: str) -> Iterator[Marks]:
    for decision in script.case.decisions:
        if decision.seat == seat and is_offered(script, state, decision.id):
            yield Marks(decision.step, _decided(state, decision), most_of(script, state, decision))
    for form in script.case.forms:
        if form.seat == seat and is_offered(script, state, f"f:{form.id}"):
            yield from _of_form(state, form)


def best_options(script: Script, state: State, decision: Decision) -> list[Option]:
    """Return the options with the most marks among those that were offered when it was made, or are now."""
    made = state.made.get(decision.id)
    offered = made.offered if made is not None else script.offered(decision.id, state.facts, state.since)
    is_whole = made is not None and not offered
    among = [option for option in decision.options if is_whole or option.id in offered]
    most = max((option.marks for option in among), default=0)
    return [option for option in among if option.marks == most]


def most_of(script: Script, state: State, decision: Decision) -> float:
    """Return the marks that the decision could earn; 0 where it offered nothing."""
    return max((option.marks for option in best_options(script, state, decision)), default=0)


def is_offered(script: Script, state: State, name: str) -> bool:
    """Return whether a decision, or a form with `f:` before its id, opened and was done, or could have been."""
    if name not in state.opened:
        return False
    made = state.made.get(name)
    was_done = made.seat != "" if made is not None else name.removeprefix("f:") in state.sent
    return was_done or script.rules == 1 or script.mode == ALONE or _had_time(script, state, name)


def _had_time(script: Script, state: State, name: str) -> bool:
    """Return whether the seat had time. In turns the turn after the one in which it opened has to be over: who plays
    once a turn may come before that.
    """
    if script.in_turns:
        over = len(script.turn_ends) if state.at >= script.case.ends else state.turn
        return state.opened_in[name] + 1 < over
    made = state.made.get(name)
    return state.opened[name] < (made.at if made is not None else state.at)


def _decided(state: State, decision: Decision) -> float:
    """Return the marks of a decision; 0 where nobody decided, whatever the default is worth."""
    made = state.made.get(decision.id)
    option = decision.option(made.option) if made is not None and made.seat else None
    return option.marks if option is not None else 0


def _of_form(state: State, form: Form) -> Iterator[Marks]:
    sent = state.sent.get(form.id)
    for field_ in form.fields:
        if field_.key is not None:
            got = sent.marks.get(field_.id, 0) if sent is not None else 0
            yield Marks(field_.step, state.judged.get(f"{form.id}.{field_.id}", got), field_.marks)


def _nevers(script: Script, state: State, seat: str) -> Iterator[str]:
    """Yield the decisions of a seat that were critical mistakes. A decision that closed by itself is nobody's
    mistake.
    """
    for id, made in state.made.items():
        option = script.decisions[id].option(made.option)
        if made.seat == seat and option is not None and option.never:
            yield id


def measures(script: Script, state: State) -> dict[str, Value]:
    """Return the figures of the case, by id: hours, values, means. None for what never happened."""
    return {measure.id: _measured(script, state, measure) for measure in script.case.measures}


def _measured(script: Script, state: State, measure: Measure) -> Value:
    if measure.kind == "hours":
        start, end = (_moment(state, fact) for fact in measure.facts)
        return None if start is None or end is None else (end - start) / 60
    if measure.kind == "mean":
        values = [value for fact in measure.facts if is_number(value := state.facts.get(fact))]
        return sum(values) / len(values) if values else None
    value = state.facts.get(measure.facts[0])
    if measure.kind == "is":
        return value == measure.value
    return script.facts.get(measure.facts[0], Fact(measure.facts[0])).shown(value)


def _moment(state: State, fact: str) -> int | None:
    return 0 if fact == "start" else state.since.get(fact)
