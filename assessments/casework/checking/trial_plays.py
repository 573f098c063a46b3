"""Plays by players of several kinds, to see what of a case is ever reached. Pure, and the same for the same seed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from ..clock import begin_play
from ..definition.case import Case, Decision
from ..reducer import Entry, play
from ..script import Script, script
from ..state import CONTROL, OPEN, TURNS, State
from ..visibility import seat_view

Choice = Callable[[Random, Decision], str]


def _careful(random: Random, decision: Decision) -> str:
    return max(decision.options, key=lambda option: option.marks).id


def _contrary(random: Random, decision: Decision) -> str:
    return min(decision.options, key=lambda option: (option.marks, not option.never)).id


def _careless(random: Random, decision: Decision) -> str:
    return random.choice(decision.options).id


def _mostly_careful(random: Random, decision: Decision) -> str:
    return _careful(random, decision) if random.random() < 0.75 else _careless(random, decision)


PLAYERS: tuple[Choice, ...] = (_careful, _careless, _contrary, _mostly_careful, _careless)


@dataclass
class Trial:
    """Result of a play: the last state, and in how many turns each seat had nothing to do."""

    state: State
    idle: Counter[str] = field(default_factory=Counter)


def trials(case: Case, plays: int) -> Iterator[Trial]:
    for number in range(plays):
        yield trial(script(case, number, TURNS), Random(number), PLAYERS[number % len(PLAYERS)])  # noqa: S311


def careful_trial(script: Script, random: Random) -> Trial:
    """Return a play in which everybody decides at once, and well."""
    return trial(script, random, _careful)


def trial(script: Script, random: Random, choose: Choice) -> Trial:
    """Play the case turn by turn; everybody does at once what there is to do. Contrary players fill in their forms
    badly.
    """
    result = Trial(begin_play(script))
    while result.state.status == OPEN:
        for seat in script.seats:
            done = 0
            while (entry := _next(script, result.state, seat, random, choose)) is not None:
                result.state = play(script, result.state, entry).state
                done += 1
            result.idle[seat] += not done
        result.state = play(script, result.state, Entry(CONTROL, "tick")).state
    return result


def _next(script: Script, state: State, seat: str, random: Random, choose: Choice) -> Entry | None:
    view = seat_view(script, state, seat)
    for question in view.questions:
        decision = script.decisions[question.id]
        offered = tuple(option for option in decision.options if option.id in question.options)
        option = choose(random, replace(decision, options=offered))
        return Entry(seat, "decide", {"decision": question.id, "option": option, "reason": "–"})
    for paper in view.papers:
        if paper.sent_at is None:
            well = choose is not _contrary and random.random() < 0.9
            marks = {each.id: each.marks if well else 0 for each in script.forms[paper.id].fields}
            return Entry(seat, "send", {"form": paper.id, "values": {}, "marks": marks})
    for received in view.received:
        if not received.answer:
            return Entry(seat, "receive", {"form": received.id, "accept": True})
    return None
