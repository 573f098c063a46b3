"""Check that each part of a case can work: something to do for each seat, a choice in each decision, an end. Pure."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ..definition.case import Case, Decision
from ..definition.coverage import coverage
from .finding import Finding, fault, warning

FEWEST = 3
"""Things to do for a seat."""


def findings(case: Case) -> Iterator[Finding]:
    yield from _seats(case)
    for decision in case.decisions:
        yield from _decision(case, decision)
    yield from _forms(case)
    yield from _steps(case)


def _seats(case: Case) -> Iterator[Finding]:
    to_do = Counter([decision.seat for decision in case.decisions])
    to_do.update(form.seat for form in case.forms)
    for seat in case.seats:
        if not to_do[seat.id]:
            yield fault("idle_seat", f"seats.{seat.id}")
        elif to_do[seat.id] < FEWEST and len(case.seats) > 1:
            yield warning("little_to_do", f"seats.{seat.id}", things=to_do[seat.id])


def _decision(case: Case, decision: Decision) -> Iterator[Finding]:
    place = f"decisions.{decision.id}"
    if len(decision.options) < 2:
        yield fault("one_option", place)
        return
    if decision.closes is not None and decision.default is None:
        yield fault("no_default", place)
    if not decision.most:
        yield warning("no_marks", place)
    if len({(option.takes, option.then, option.to, option.card) for option in decision.options}) == 1:
        yield warning("all_the_same", place)
    if decision.closes is not None and case.turns and decision.closes < min(_lengths(case)):
        yield warning("short_window", place, minutes=decision.closes)


def _lengths(case: Case) -> list[int]:
    ends = [0, *(turn for turn in case.turns if turn < case.ends), case.ends]
    return [later - earlier for earlier, later in pairwise(ends)]


def _forms(case: Case) -> Iterator[Finding]:
    for form in case.forms:
        if not form.to:
            yield fault("nobody_receives", f"forms.{form.id}")
        if not any(field.key for field in form.fields):
            yield warning("no_key", f"forms.{form.id}")


def _steps(case: Case) -> Iterator[Finding]:
    """Yield findings on steps, only where the case follows the procedure at all."""
    if len(case.seats) > 1:
        yield from (warning("step_not_met", "", step=one.step) for one in coverage(case) if not one.is_met)
