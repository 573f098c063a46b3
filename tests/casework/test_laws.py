"""The laws of a play, over random players of the shipped cases: what section 7 of its design asks of the world."""

import json
from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assessments.casework.clock import begin_play, closing_minute, settle
from assessments.casework.definition.case_folder import SHIPPED, open_folder, shipped
from assessments.casework.reducer import Entry, play
from assessments.casework.refusals import Refused
from assessments.casework.replays import replay
from assessments.casework.scoring import is_offered, measures, score, team_marks
from assessments.casework.script import Script, script
from assessments.casework.state import CONTROL, DEBRIEF, LIVE, OPEN, TURNS, State
from assessments.casework.visibility import seat_view

pytestmark = pytest.mark.once

SEEDS = some.integers(0, 2**32)
LAWS = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", params=shipped())
def case(request):
    return open_folder(SHIPPED / request.param).case


@pytest.fixture(scope="module")
def live(case) -> Script:
    return script(case, 1, LIVE)


@pytest.fixture(scope="module")
def turns(case) -> Script:
    return script(case, 1, TURNS)


def something(played: Script, state: State, random: Random) -> Entry:
    """An entry that somebody could make, or that is refused."""
    seat = random.choice(played.seats)
    view = seat_view(played, state, seat)
    others = [other for other in played.seats if other != seat]
    possible = [("say", {"to": [random.choice(others)], "text": f"Word {random.random()}"})]
    for question in view.questions:
        option = random.choice(question.options)
        relies = [random.choice(view.cards).card] if view.cards else []
        possible += [("decide", {"decision": question.id, "option": option, "reason": "So", "relies": relies})] * 3
    for paper in view.papers:
        fields = played.forms[paper.id].fields
        marks = {field.id: random.choice([0, field.marks]) for field in fields}
        values = {field.id: "Words" for field in fields if field.type in ("text", "long")}
        possible += [("send", {"form": paper.id, "values": values, "marks": marks})]
    for received in view.received:
        possible += [("receive", {"form": received.id, "accept": random.random() < 0.7, "reason": "No"})]
    for told in view.cards:
        possible += [("share", {"card": told.card, "to": [random.choice(others)]})]
    possible += [("decide", {"decision": random.choice(list(played.decisions)), "option": "x", "reason": "So"})]
    verb, data = random.choice(possible)
    return Entry(seat, verb, data, state.at + random.choice([0, 0, 20, 120, 600]))


def random_play(played: Script, seed: int, entries: int = 60) -> tuple[State, list[Entry]]:
    random, state, log = Random(seed), begin_play(played), []
    for _ in range(entries):
        entry = something(played, state, random)
        if played.in_turns and random.random() < 0.1:
            entry = Entry(CONTROL, "tick")
        try:
            state = play(played, state, entry).state
            log.append(entry)
        except Refused:
            continue
    return state, log


def test_a_run_ends_though_nobody_does_anything(live, case):
    state = settle(live, begin_play(live), case.ends)
    assert state.status == DEBRIEF
    assert not any(made.seat for made in state.made.values())


@given(seed=SEEDS, mode=some.sampled_from([LIVE, TURNS]))
@LAWS
def test_a_replay_gives_the_state_of_the_play(case, seed, mode):
    played = script(case, seed, mode)
    state, log = random_play(played, seed)
    again = Script.read(json.loads(json.dumps(played.as_json())))
    told = [Entry(**each) for each in json.loads(json.dumps([asdict(entry) for entry in log]))]
    assert again == played
    assert replay(again, told).as_json() == state.as_json()
    assert State.read(json.loads(json.dumps(state.as_json()))) == state


@given(seed=SEEDS)
@LAWS
def test_looking_changes_nothing(live, seed):
    """The clock is read anywhere between two entries, and what is read is gone on from."""
    random, (lived, log) = Random(seed), random_play(live, seed)
    state = begin_play(live)
    for entry in log:
        if entry.at > state.at:
            looked = settle(live, state, random.randint(state.at, entry.at))
            state = looked if random.random() < 0.5 else state
        state = play(live, state, entry).state
    assert state == lived


@given(seed=SEEDS)
@LAWS
def test_a_refused_entry_changes_no_state(live, seed):
    state, _ = random_play(live, seed, 25)
    before = state.as_json()
    seat = next(iter(live.seats))
    closed = next((id for id in state.made), "assess")
    refused = [
        Entry("nobody", "say", {"to": [seat], "text": "x"}),
        Entry(seat, "conjure"),
        Entry(seat, "fire", {"inject": "j13"}),
        Entry(seat, "decide", {"decision": "charge", "option": "tip", "reason": "x"}),
        Entry(seat, "decide", {"decision": closed, "option": "go", "reason": "x"}),
        Entry(seat, "decide", {"decision": "assess", "option": "go", "reason": " "}),
        Entry(seat, "share", {"card": "c_assets", "to": ["service"]}),
        Entry(seat, "send", {"form": "referral", "values": {"people": ["nobody"]}}),
        Entry(seat, "say", {"to": [seat], "text": "x"}),
    ]
    for entry in refused:
        with pytest.raises(Refused):
            play(live, state, replace(entry, at=state.at))
    assert state.as_json() == before


def without_words(entry: Entry) -> Entry:
    data = dict(entry.data)
    for word in ("reason", "text"):
        if word in data:
            data[word] = "[erased]"
    if isinstance(data.get("values"), dict):
        values = data["values"].items()
        data["values"] = {field: "[erased]" if isinstance(value, str) else value for field, value in values}
    return replace(entry, data=data)


@given(seed=SEEDS)
@LAWS
def test_words_do_not_steer(live, seed):
    """So what somebody wrote can be erased, and the record stays true."""
    state, log = random_play(live, seed)
    erased = replay(live, [without_words(entry) for entry in log])
    assert erased.facts == state.facts and erased.since == state.since and erased.told == state.told
    assert [(id, made.option) for id, made in erased.made.items()] == [
        (id, made.option) for id, made in state.made.items()
    ]
    assert measures(live, erased) == measures(live, state)
    assert [score(live, erased, seat) for seat in live.seats] == [score(live, state, seat) for seat in live.seats]


@given(seed=SEEDS)
@LAWS
def test_what_was_told_is_never_taken_back_and_marks_are_bounded(live, seed):
    _, log = random_play(live, seed)
    state = begin_play(live)
    for entry in log:
        before, state = state, play(live, state, entry).state
        for seat, cards in before.told.items():
            assert state.told[seat][: len(cards)] == cards
        assert len({told.card for told in state.told[entry.seat]}) == len(state.told[entry.seat])
    for seat in live.seats:
        found = score(live, state, seat)
        assert all(0 <= got <= offered for got, offered in found.steps.values())
        assert 0 <= found.share <= 1
    assert all(0 <= marks.got <= marks.offered for marks in team_marks(live, state))


@given(seed=SEEDS)
@LAWS
def test_two_seats_of_one_minute_come_in_either_order(live, seed):
    state, _ = random_play(live, seed, 20)
    random = Random(seed)
    first, second = something(live, state, random), something(live, state, random)
    first, second = replace(first, at=state.at), replace(second, at=state.at)
    if first.seat == second.seat or first.verb == second.verb == "share":
        return
    try:
        one = play(live, play(live, state, first).state, second).state
        other = play(live, play(live, state, second).state, first).state
    except Refused:
        return
    assert one.facts == other.facts and one.made == other.made and one.sent == other.sent
    known = [{seat: {told.card for told in cards} for seat, cards in each.told.items()} for each in (one, other)]
    assert known[0] == known[1]
    assert [score(live, one, seat) for seat in live.seats] == [score(live, other, seat) for seat in live.seats]


@given(seed=SEEDS)
@LAWS
def test_what_others_think_note_and_say_changes_nothing_of_a_view(live, seed):
    _, log = random_play(live, seed)
    mine = Random(seed).choice(live.seats)
    other = [
        entry
        if entry.seat == mine or (entry.verb == "say" and mine in entry.data["to"]) or entry.verb in ("send", "receive")
        else without_words(entry)
        for entry in log
        if entry.seat == mine or entry.verb != "say" or mine in entry.data["to"]
    ]
    last = max((entry.at for entry in log), default=0)
    one, two = (settle(live, replay(live, each), last) for each in (log, other))
    assert seat_view(live, one, mine) == seat_view(live, two, mine)


@given(seed=SEEDS)
@LAWS
def test_whoever_looks_once_a_turn_is_asked_everything_that_counts(turns, seed):
    """What others do after that in the same turn is there the next time, or counts for nothing."""
    random, state = Random(seed), begin_play(turns)
    asked: dict[str, set[str]] = {seat: set() for seat in turns.seats}
    while state.status == OPEN:
        for seat in random.sample(turns.seats, len(turns.seats)):
            view = seat_view(turns, state, seat)
            asked[seat] |= {question.id for question in view.questions} | {f"f:{paper.id}" for paper in view.papers}
            for question in view.questions:
                if random.random() < 0.6:
                    data = {"decision": question.id, "option": random.choice(question.options), "reason": "So"}
                    state = play(turns, state, Entry(seat, "decide", data)).state
        state = play(turns, state, Entry(CONTROL, "tick")).state
    for part, names in ((turns.decisions, turns.decisions), (turns.forms, [f"f:{id}" for id in turns.forms])):
        for one, name in zip(part.values(), names, strict=True):
            assert name in asked[one.seat] or not is_offered(turns, state, name)
    assert all(id in asked[turns.decisions[id].seat] for id in state.made)


def test_a_play_keeps_the_rules_by_which_it_began(turns):
    before, first = Script.read({**turns.as_json(), "version": 1}), next(iter(turns.decisions))
    state = begin_play(before)
    assert is_offered(before, state, first) and not is_offered(turns, begin_play(turns), first)
    assert state.opened_in == {} and "opened_in" not in state.as_json()
    assert Script.read(before.as_json()) == before != turns


def test_a_decision_closes_no_sooner_than_at_the_end_of_the_next_turn(turns):
    state, first = begin_play(turns), next(iter(turns.decisions.values()))
    assert closing_minute(turns, state, first) == turns.turn_ends[1]
    for _ in range(2):
        state = play(turns, state, Entry(CONTROL, "tick")).state
    assert state.made[first.id].seat == ""


@given(seed=SEEDS)
@LAWS
def test_two_seats_that_decide_in_the_same_minute_both_count(live, seed):
    """Whoever comes second is not refused because of who came first."""
    state, _ = random_play(live, seed, 20)
    asked = [(seat, question) for seat in live.seats for question in seat_view(live, state, seat).questions[:1]]
    entries = [
        Entry(seat, "decide", {"decision": question.id, "option": question.options[0], "reason": "So"}, state.at)
        for seat, question in asked
    ]
    for order in (entries, entries[::-1]):
        later = state
        for entry in order:
            later = play(live, later, entry).state
        assert {entry.data["decision"] for entry in entries} <= later.made.keys()
