"""The danger of a run over time, as lines to draw and as the steps that they are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.casework import Inject, Script, State

from .wording import A_DAY, Words, case_moment

WIDTH, HEIGHT, LEFT, FOOT = 960, 200, 40, 24
"""Of the drawing; what is left for figures and for days."""


@dataclass(frozen=True)
class Step:
    """A danger changed: when, to how much, and what it came from."""

    moment: str
    danger: str
    value: float
    cause: str


@dataclass(frozen=True)
class Chart:
    """`lines` are points of polylines with the name of their fact, `rules` heights with figures, `days` places."""

    lines: Sequence[tuple[str, str]]
    rules: Sequence[tuple[float, float]]
    days: Sequence[tuple[float, int]]
    steps: Sequence[Step]
    width: int = WIDTH
    height: int = HEIGHT + FOOT
    left: int = LEFT
    base: int = HEIGHT


def chart_of(script: Script, state: State, words: Words) -> Chart | None:
    """None where no fact of the case has limits."""
    facts = [fact for fact in script.case.facts if fact.is_limited]
    if not facts:
        return None
    moves = [(at, fact, script.facts[fact].shown(value)) for at, fact, value in state.danger if fact in script.facts]
    numbers = [float(value) for _at, _fact, value in moves if isinstance(value, int | float)]
    lowest = min([fact.low or 0.0 for fact in facts] + numbers)
    highest = max([fact.high or 0.0 for fact in facts] + numbers + [lowest + 1])

    def height(value: float) -> float:
        return round(HEIGHT - 10 - (value - lowest) * (HEIGHT - 30) / (highest - lowest), 1)

    def place(minute: int) -> float:
        return round(LEFT + minute * (WIDTH - LEFT) / max(state.at, 1), 1)

    lines = []
    for fact in facts:
        own = [(at, float(value)) for at, id, value in moves if id == fact.id and isinstance(value, int | float)]
        points = list(_points([(place(at), height(value)) for at, value in own], place(state.at)))
        lines.append((words.label("facts", fact.id), " ".join(f"{x},{y}" for x, y in points)))
    figures = range(int(lowest), int(highest) + 1)
    return Chart(
        lines=lines,
        rules=[(height(one), one) for one in figures],
        days=[(place(minute), minute // A_DAY + 1) for minute in range(0, state.at, A_DAY)],
        steps=list(_steps(script, state, words)),
    )


def _points(turns: Sequence[tuple[float, float]], end: float) -> Iterator[tuple[float, float]]:
    """Of a line that goes on level until it steps."""
    before: float | None = None
    for x, y in turns:
        if before is not None:
            yield x, before
        yield x, y
        before = y
    if before is not None:
        yield end, before


def _steps(script: Script, state: State, words: Words) -> Iterator[Step]:
    for at, fact, value in state.danger:
        if at or value != script.facts[fact].start:
            shown = script.facts[fact].shown(value)
            number = float(shown) if isinstance(shown, int | float) else 0.0
            yield Step(case_moment(at), words.label("facts", fact), number, _cause(script, state, words, at, fact))


def _cause(script: Script, state: State, words: Words, at: int, fact: str) -> str:
    """What arrived in that minute and moved the fact: the option that was taken, or the card of an inject."""
    given = [script.injects[id] for id, minute in state.given.items() if minute == at]
    return " · ".join(_called(inject, words) for inject in given if any(one.fact == fact for one in inject.then))


def _called(inject: Inject, words: Words) -> str:
    decision, _dot, option = inject.id.partition(".")
    if option:
        return words.option(decision, option)
    return words.card(inject.card) if inject.card else inject.id
