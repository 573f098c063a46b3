"""Danger over time: each step of the facts that have limits, and what caused it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from ..clock import begin_play
from ..definition.case import OVERSHARED, Effect, Fact, Value, is_number
from ..reducer import Entry
from ..script import Script
from ..state import State
from .replay_steps import ReplayStep, steps_of

START, INJECT, OPTION, FORM, SHARE = "start", "inject", "option", "form", "share"


@dataclass(frozen=True)
class Cause:
    """Cause of a change of a fact. `kind`: `start`, `inject`, `option` (`id` is the decision and the option with a full
    stop between), `form` (it was sent), or `share` (a card reached a seat that did not need it); `seat` is the seat
    that acted, empty where the case did, or where nobody decided.
    """

    kind: str
    id: str = ""
    seat: str = ""


@dataclass(frozen=True)
class Step:
    """Value of a fact: from minute `at` on it is `value`, shown within its limits as `level`."""

    at: int
    value: Value
    level: float
    cause: Cause


@dataclass(frozen=True)
class Series:
    """Values of one fact over time, from its start to minute `until`."""

    fact: str
    low: float | None
    high: float | None
    until: int
    steps: tuple[Step, ...]

    @property
    def area(self) -> float:
        """The sum of the level over the hours."""
        ends = [step.at for step in self.steps[1:]] + [self.until]
        return sum(step.level * (end - step.at) for step, end in zip(self.steps, ends, strict=True)) / 60

    @property
    def highest(self) -> float:
        return max(step.level for step in self.steps)

    @property
    def at_end(self) -> float:
        return self.steps[-1].level

    @property
    def worst(self) -> Step | None:
        """The step that raised it most, the first of several."""
        raised = [(later.level - step.level, later) for step, later in pairwise(self.steps)]
        most = max(raised, key=lambda pair: pair[0], default=None)
        return most[1] if most is not None and most[0] > 0 else None


def danger_over_time(script: Script, log: Sequence[Entry], state: State) -> tuple[Series, ...]:
    """Return a series for each fact that has limits. `state` is that of the play after `log`, at whatever minute it
    stands.
    """
    facts = [fact for fact in script.case.facts if fact.is_limited]
    moved = list(_moved(script, log, state.at))
    return tuple(
        Series(
            fact.id,
            fact.low,
            fact.high,
            state.at,
            tuple(Step(at, value, _level(fact, value), cause) for at, id, value, cause in moved if id == fact.id),
        )
        for fact in facts
    )


def _level(fact: Fact, value: Value) -> float:
    shown = fact.shown(value)
    return float(shown) if is_number(shown) else float(bool(shown))


def _moved(script: Script, log: Sequence[Entry], until: int) -> Iterator[tuple[int, str, Value, Cause]]:
    """Yield minute, fact, value and cause of each step. The state notes steps in the order in which effects work, so
    the causes in that order are theirs.
    """
    first = begin_play(script)
    starts = [fact.id for fact in script.case.facts if fact.is_limited]
    causes = [Cause(START)] * len(starts) + [cause for cause, _ in _given(script, first, {})]
    yield from _paired(first.danger, causes)
    for one in steps_of(script, log, until):
        causes = [cause for cause, _ in _given(script, one.settled, one.before.given)]
        yield from _paired(one.settled.danger[len(one.before.danger) :], causes)
        causes = [*_done(script, one), *(cause for cause, _ in _given(script, one.after, one.settled.given))]
        yield from _paired(one.after.danger[len(one.settled.danger) :], causes)


def _paired(steps: list[tuple[int, str, Value]], causes: list[Cause]) -> Iterator[tuple[int, str, Value, Cause]]:
    return ((at, fact, value, cause) for (at, fact, value), cause in zip(steps, causes, strict=True))


def _given(script: Script, state: State, before: dict[str, int]) -> Iterator[tuple[Cause, Effect]]:
    """Yield the injects and consequences of options since `before`, once for each effect on a fact that has limits."""
    own = {inject.id for inject in script.case.injects}
    for id in state.given:
        if id not in before:
            cause = Cause(INJECT, id) if id in own else Cause(OPTION, id, _who(state, id))
            yield from ((cause, effect) for effect in script.injects[id].then if _limited(script, effect.fact))


def _who(state: State, consequence: str) -> str:
    made = next((made for id, made in state.made.items() if consequence == f"{id}.{made.option}"), None)
    return made.seat if made is not None else ""


def _done(script: Script, one: ReplayStep) -> list[Cause]:
    """Return the causes in the entry itself: a form that was sent, cards that reached too many."""
    if one.entry is None:
        return []
    if one.entry.verb == "share" and _limited(script, OVERSHARED):
        counts = [state.facts.get(OVERSHARED) for state in (one.settled, one.after)]
        before, after = (int(count) if is_number(count) else 0 for count in counts)
        return [Cause(SHARE, str(one.entry.data.get("card", "")), one.entry.seat)] * (after - before)
    form = script.forms.get(str(one.entry.data.get("form"))) if one.entry.verb == "send" else None
    if form is None:
        return []
    well = form.well if fsum(one.after.sent[form.id].marks.values()) >= form.enough else ()
    effects = [effect for effect in (*form.then, *well) if _limited(script, effect.fact)]
    return [Cause(FORM, form.id, one.entry.seat)] * len(effects)


def _limited(script: Script, fact: str) -> bool:
    return fact in script.facts and script.facts[fact].is_limited
