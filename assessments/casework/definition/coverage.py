"""Steps of the standing operating procedure that a case asks for, by kind of thing, and the marks of each. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .case import Case

STEPS = 15
"""Of the standing operating procedure."""


@dataclass(frozen=True)
class StepCoverage:
    """A step, how many things of each kind belong to it, and the most `marks` that all seats can earn in it."""

    step: int
    marks: float
    decisions: int
    fields: int
    injects: int
    team: int

    @property
    def is_met(self) -> bool:
        return bool(self.decisions or self.fields or self.injects or self.team)


def coverage(case: Case) -> tuple[StepCoverage, ...]:
    """Return every step in order, also those that nothing belongs to; nothing for a case that follows no procedure."""
    counted = {kind: Counter(steps) for kind, steps in _steps(case).items()}
    last = max((step for steps in counted.values() for step in steps), default=0)
    if not last:
        return ()
    marks: dict[int, float] = {}
    for step, most in _marks(case):
        marks[step] = marks.get(step, 0) + most
    return tuple(
        StepCoverage(step, marks=marks.get(step, 0), **{kind: steps[step] for kind, steps in counted.items()})
        for step in range(1, max(STEPS, last) + 1)
    )


def _steps(case: Case) -> dict[str, list[int]]:
    return {
        "decisions": [one.step for one in case.decisions],
        "fields": [field.step for form in case.forms for field in form.fields],
        "injects": [one.step for one in case.injects],
        "team": [one.step for one in case.team],
    }


def _marks(case: Case) -> Iterator[tuple[int, float]]:
    for decision in case.decisions:
        yield decision.step, max((option.marks for option in decision.options), default=0)
    for form in case.forms:
        yield from ((field.step, field.marks) for field in form.fields)
    yield from ((one.step, one.marks) for one in case.team)
