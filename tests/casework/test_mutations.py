"""Each law is broken once, on purpose, and seen to be caught: a law that nothing can break says nothing."""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assessments.casework import clock, player_entries, reducer, visibility
from assessments.casework.reducer import Entry
from assessments.casework.refusals import Refused
from assessments.casework.state import OPEN, MadeDecision, Message, ReceivedCard, State

from . import test_laws as laws
from . import test_seeing as views

pytestmark = pytest.mark.sweep
SEEDS_LOOKED_AT = 40
Law = Callable[..., Any]


@pytest.fixture
def plant(monkeypatch) -> Law:
    """Puts another function in place of one of the engine, wherever it is called by its name."""

    def planting(original: Any, mutant: Any) -> None:
        name = original.__name__
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith(("assessments.casework", "tests.casework")):
                if getattr(module, name, None) is original:
                    monkeypatch.setattr(module, name, mutant)
                verbs = getattr(module, "VERBS", None)
                for verb in [verb for verb in verbs if verbs[verb] is original] if isinstance(verbs, dict) else ():
                    monkeypatch.setitem(verbs, verb, mutant)

    return planting


def breaks(law: Law, **given: Any) -> bool:
    """Whether the law fails for one of some seeds; one without a seed is asked once."""
    inner = getattr(getattr(law, "hypothesis", None), "inner_test", None)
    for arguments in [{"seed": seed} for seed in range(SEEDS_LOOKED_AT)] if inner else [{}]:
        try:
            (inner or law)(**arguments, **given)
        except (AssertionError, Refused):
            return True
    return False


def holding(case: Any, live: Any) -> Iterator[tuple[Law, dict[str, Any]]]:
    """The laws that the mutations below break, with what they are asked about."""
    yield views.test_a_view_has_the_cards_that_were_told_and_nothing_of_others, {"live": live}
    yield laws.test_what_others_think_note_and_say_changes_nothing_of_a_view, {"live": live}
    yield laws.test_looking_changes_nothing, {"live": live}
    yield laws.test_a_refused_entry_changes_no_state, {"live": live}
    yield laws.test_a_run_ends_though_nobody_does_anything, {"live": live, "case": case}
    yield laws.test_two_seats_that_decide_in_the_same_minute_both_count, {"live": live}
    yield laws.test_what_was_told_is_never_taken_back_and_marks_are_bounded, {"live": live}
    yield laws.test_a_replay_gives_the_state_of_the_play, {"case": case, "mode": "live"}
    yield laws.test_words_do_not_steer, {"live": live}


def test_nothing_is_broken_where_nothing_is_planted(case, live):
    for law, given in holding(case, live):
        assert not breaks(law, **given), law.__name__


def sees(change: Callable[..., dict[str, Any]]) -> Any:
    """What a seat sees, changed."""

    def mutant(script: Any, state: State, seat: str, see: Any = visibility.seat_view) -> Any:
        return replace(see(script, state, seat), **change(state))

    return mutant


def fires(script: Any, state: State, at: int, settle: Any = clock.settle, give: Any = clock.give) -> State:
    later = settle(script, state, at)
    for waiting in list(later.armed):
        if waiting in script.injects and later.status == OPEN:
            give(later, script, script.injects[waiting])
    return later


def notes_what_it_refuses(script: Any, state: State, entry: Entry, play: Any = reducer.play) -> Any:
    try:
        return play(script, state, entry)
    except Refused:
        state.messages.append(Message(entry.seat, (), "Refused", state.at))
        raise


def goes_on(script: Any, state: State, at: int, advance: Any = clock.advance) -> None:
    advance(script, state, at)
    state.status = OPEN


def refuses_the_second(script: Any, state: State, seat: str, data: Any, decide: Any = player_entries.decide) -> None:
    if any(made.at == state.at and made.seat not in ("", seat) for made in state.made.values()):
        raise Refused("stale")
    decide(script, state, seat, data)


def takes_cards_back(state: State, seat: str, told: ReceivedCard, tell: Any = clock.tell) -> bool:
    state.told[seat] = state.told.get(seat, [])[-3:]
    return bool(tell(state, seat, told))


def throws_dice(state: State, decision: Any, made: MadeDecision, make: Any = clock.make) -> None:
    make(state, decision, replace(made, at=made.at + random.randint(0, 5)))


def reads_words(script: Any, state: State, seat: str, data: Any, decide: Any = player_entries.decide) -> None:
    decide(script, state, seat, data)
    if str(data.get("reason")).startswith("So"):
        state.set("evidence", 99)


def arms_again(script: Any, state: State, note: Any = clock.note_conditions) -> None:
    note(script, state)
    for id in state.held:
        state.armed.setdefault(id, state.at)


ALONE = views.test_a_view_has_the_cards_that_were_told_and_nothing_of_others
OTHERS = laws.test_what_others_think_note_and_say_changes_nothing_of_a_view
EVERY_CARD = sees(lambda state: {"cards": tuple(told for cards in state.told.values() for told in cards)})
MUTATIONS: dict[str, tuple[Law, Any, Any]] = {
    "every card is shown": (ALONE, visibility.seat_view, EVERY_CARD),
    "decisions of others are shown": (
        OTHERS,
        visibility.seat_view,
        sees(lambda state: {"made": tuple(state.made.items())}),
    ),
    "messages to others are shown": (
        OTHERS,
        visibility.seat_view,
        sees(lambda state: {"messages": tuple(state.messages)}),
    ),
    "the clock fires when it is looked at": (laws.test_looking_changes_nothing, clock.settle, fires),
    "a refusal leaves a trace": (laws.test_a_refused_entry_changes_no_state, reducer.play, notes_what_it_refuses),
    "a play has no end": (laws.test_a_run_ends_though_nobody_does_anything, clock.advance, goes_on),
    "a seat is refused because another was first": (
        laws.test_two_seats_that_decide_in_the_same_minute_both_count,
        player_entries.decide,
        refuses_the_second,
    ),
    "cards are taken back": (
        laws.test_what_was_told_is_never_taken_back_and_marks_are_bounded,
        clock.tell,
        takes_cards_back,
    ),
    "chance comes from outside the seed": (
        laws.test_a_replay_gives_the_state_of_the_play,
        clock.make,
        throws_dice,
    ),
    "words steer": (laws.test_words_do_not_steer, player_entries.decide, reads_words),
}
"""By what is broken: the law that says that it holds, the function of the engine, and what is planted."""


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_law_is_broken_by_what_is_planted_against_it(name, plant, case, live):
    law, original, mutant = MUTATIONS[name]
    plant(original, mutant)
    assert breaks(law, **dict(holding(case, live))[law])


def test_that_an_inject_is_armed_again_harms_nothing(plant, case, live):
    """A second guard, that what was given is no longer due, makes it harmless: no law is broken."""
    plant(clock.note_conditions, arms_again)
    for law, given in holding(case, live):
        assert not breaks(law, **given), law.__name__
