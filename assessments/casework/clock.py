"""Progress of a case by itself: due events happen in order, and none happens because somebody looked. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .definition.case import Decision, Effect, Inject, is_number
from .script import Awaited, Script
from .state import ALONE, DEBRIEF, OPEN, MadeDecision, ReceivedCard, State


class DueEvent(NamedTuple):
    """Event at a minute: an inject, a decision that opens (rank 1), or one that closes (rank 2)."""

    at: int
    rank: int
    order: int
    id: str


def begin_play(script: Script) -> State:
    """Return the first state: what is known at the start, and what happens at minute 0."""
    state = State(turn=-1, facts={fact.id: fact.start for fact in script.case.facts})
    state.since = {fact: 0 for fact, value in state.facts.items() if value}
    state.told = {seat.id: [ReceivedCard(card, 0) for card in seat.knows] for seat in script.case.seats}
    state.danger = [(0, fact.id, fact.start) for fact in script.case.facts if fact.is_limited]
    note_conditions(script, state)
    advance(script, state, 0)
    state.turn = 0
    return state


def settle(script: Script, state: State, at: int) -> State:
    """Return the world at minute `at` if nobody does anything more. The state that is given stays as it is."""
    later = state.copy()
    advance(script, later, at)
    return later


def advance(script: Script, state: State, at: int) -> None:
    """Change the state to what it is at minute `at`, or to its end; it never goes back. What waits was noted after the
    last change: time alone fulfils no condition.
    """
    if state.status != OPEN:
        return
    until = min(max(at, state.at), script.case.ends)
    while (next := min(_dues(script, state), default=None)) is not None and next.at <= until:
        state.at = max(state.at, next.at)
        _happen(script, state, next)
        note_conditions(script, state)
    state.at = until
    if until >= script.case.ends and script.mode != ALONE:
        state.status = DEBRIEF


def next_minute(script: Script, state: State) -> int | None:
    """Return the minute at which something next happens by itself, the end of the case included; None once it is
    over.
    """
    if state.status != OPEN:
        return None
    return min([one.at for one in _dues(script, state)] + [script.case.ends])


def closing_minute(script: Script, state: State, decision: Decision) -> int | None:
    """Return the minute at which an open decision closes. In turns never before the end of the turn after the one in
    which it opened; None where no turn comes after that, so that it stays open.
    """
    if decision.closes is None or decision.default is None or decision.id not in state.opened:
        return None
    usual = state.opened[decision.id] + decision.closes
    if not script.in_turns:
        return usual
    if script.rules == 1:
        return max(usual, _end_of_next_turn(script.turn_ends, state.opened[decision.id]))
    next_turn = max(state.opened_in[decision.id], 0) + 1
    return max(usual, script.turn_ends[next_turn]) if next_turn < len(script.turn_ends) else None


def _end_of_next_turn(ends: Sequence[int], minute: int) -> int:
    """Return the end of the next turn by the first rules: what opened at the end of a turn, as that closed or in the
    next one, was of the former.
    """
    turn = next((number for number, end in enumerate(ends) if minute <= end), len(ends) - 1)
    return ends[min(turn + 1, len(ends) - 1)]


def case_time(schedule: Sequence[tuple[float, int]], now: float) -> int:
    """Return the minute of the case at a moment, both in the order of time: straight lines between the points of a
    schedule.

    Two points with the same minute are a pause. Moments are seconds; before the first point and after the last one the
    clock stands.
    """
    before = [point for point in schedule if point[0] <= now]
    after = [point for point in schedule if point[0] > now]
    if not before:
        return schedule[0][1] if schedule else 0
    if not after:
        return before[-1][1]
    (start, minute), (end, later) = before[-1], after[0]
    return minute + int((later - minute) * (now - start) / (end - start))


def note_conditions(script: Script, state: State) -> None:
    """Update the injects and decisions that wait, from now or no more, and open the forms that can be sent."""
    _arm(state, script.awaited_injects, state.given)
    _arm(state, script.awaited_decisions, state.opened)
    facts, since = state.facts, state.since
    for _id, name, holds in script.awaited_forms:
        if name not in state.opened and holds(facts, since):
            _open(script, state, name)


def _arm(state: State, awaited: Iterable[Awaited], over: Mapping[str, int]) -> None:
    """Start or end the wait of each item by its condition. Items in `over` wait for nothing."""
    facts, since, armed = state.facts, state.since, state.armed
    for id, name, holds in awaited:
        if id in over:
            continue
        if holds(facts, since):
            armed.setdefault(name, state.at)
        elif name in armed:
            del armed[name]


def _dues(script: Script, state: State) -> Iterator[DueEvent]:
    for index, inject in enumerate(script.injects.values()):
        if inject.id in state.armed and inject.id not in state.held:
            yield DueEvent(max(inject.at, state.armed[inject.id] + inject.delay), 0, index, inject.id)
    for index, decision in enumerate(script.case.decisions):
        if f"d:{decision.id}" in state.armed:
            yield DueEvent(state.armed[f"d:{decision.id}"] + decision.delay, 1, index, decision.id)
        elif decision.id not in state.made and (closes := closing_minute(script, state, decision)) is not None:
            yield DueEvent(closes, 2, index, decision.id)


def _happen(script: Script, state: State, due: DueEvent) -> None:
    if due.rank == 0:
        give(state, script, script.injects[due.id])
    elif due.rank == 1:
        del state.armed[f"d:{due.id}"]
        _open(script, state, due.id)
    else:
        make(state, script.decisions[due.id], MadeDecision(script.decisions[due.id].default or "", state.at))


def _open(script: Script, state: State, name: str) -> None:
    state.opened[name] = state.at
    if script.in_turns and script.rules > 1:
        state.opened_in[name] = state.turn


def give(state: State, script: Script, inject: Inject, words: str = "") -> None:
    """Give an inject, once: its effects, and its card for each of its seats. It arrives once."""
    state.armed.pop(inject.id, None)
    state.given[inject.id] = state.at
    state.set(f"i:{inject.id}", True)
    work(state, script, inject.then)
    for seat in inject.to if inject.card else ():
        tell(state, seat, ReceivedCard(inject.card, state.at, words=words))


def make(state: State, decision: Decision, made: MadeDecision) -> None:
    state.made[decision.id] = made
    state.set(f"d:{decision.id}", made.option)


def tell(state: State, seat: str, told: ReceivedCard) -> bool:
    """Return false where the seat has the card: what was told is told once, and never taken back."""
    if state.knows(seat, told.card):
        return False
    state.told.setdefault(seat, []).append(told)
    return True


def work(state: State, script: Script, effects: Iterable[Effect]) -> None:
    for effect in effects:
        value = effect.value
        if effect.verb == "add":
            before = state.facts.get(effect.fact) or 0
            value = before + value if is_number(before) and is_number(value) else before
        state.set(effect.fact, value)
        fact = script.facts.get(effect.fact)
        if fact is not None and fact.is_limited:
            state.danger.append((state.at, effect.fact, value))
