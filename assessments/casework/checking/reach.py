"""Parts of a case that no trial play reached, seats that wait, and mistakes that others force on a seat. Pure."""

from collections.abc import Iterator
from statistics import median_low

from ..definition.case import Case
from ..script import script
from ..state import TURNS
from .finding import Finding, fault, warning
from .trial_plays import Trial, trials

LONGEST_WAIT = 4
"""Turns without anything to do, in the middle play."""


def findings(case: Case, plays: int) -> Iterator[Finding]:
    played = list(trials(case, plays))
    if not played:
        return
    yield from _unreached(case, played)
    if case.turns:
        yield from _waiting(case, played)
        yield from _late(case, played)
    yield from _forced(case)


def _unreached(case: Case, played: list[Trial]) -> Iterator[Finding]:
    given = {id for trial in played for id in trial.state.given}
    opened = {id for trial in played for id in trial.state.opened}
    for inject in case.injects:
        if inject.id not in given and not inject.by_hand:
            yield warning("never_given", f"injects.{inject.id}")
    yield from (warning("never_open", f"decisions.{each.id}") for each in case.decisions if each.id not in opened)
    yield from (warning("never_open", f"forms.{each.id}") for each in case.forms if f"f:{each.id}" not in opened)


def _waiting(case: Case, played: list[Trial]) -> Iterator[Finding]:
    for seat in case.seats:
        waited = median_low(trial.idle[seat.id] for trial in played)
        if waited >= LONGEST_WAIT:
            yield warning("waits", f"seats.{seat.id}", turns=waited)


def _late(case: Case, played: list[Trial]) -> Iterator[Finding]:
    """Find decisions that open in the last turn at the earliest: somebody who plays once a turn may never be asked."""
    last = len(script(case, 0, TURNS).turn_ends) - 1
    places = {decision.id: f"decisions.{decision.id}" for decision in case.decisions}
    places |= {f"f:{form.id}": f"forms.{form.id}" for form in case.forms}
    for name, place in places.items():
        turns = [trial.state.opened_in[name] for trial in played if name in trial.state.opened]
        if turns and min(turns) == last:
            yield warning("opens_late", place)


def _forced(case: Case) -> Iterator[Finding]:
    """Yield a decision in which whoever decides can only choose between critical mistakes."""
    for decision in case.decisions:
        if decision.options and all(option.never for option in decision.options):
            yield fault("only_mistakes", f"decisions.{decision.id}")
