"""What a debrief shows is what happened: laws over random players, and the five known paths of *The guesthouse*."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from assessments.casework.clock import begin_play, settle
from assessments.casework.debriefing import (
    answer_counts,
    card_knowledge,
    cards_held_elsewhere,
    compare_decisions,
    compare_measures,
    danger_over_time,
    days,
    decision_points,
    good_play,
    hand_offs,
    marks_by_step,
    waiting_times,
)
from assessments.casework.definition.case import OVERSHARED, Effect, Fact
from assessments.casework.logs import play_log, read_log
from assessments.casework.reducer import Entry, play
from assessments.casework.replays import replay
from assessments.casework.scoring import score, team_marks
from assessments.casework.script import script
from assessments.casework.state import CONTROL, LIVE, TURNS
from assessments.casework.visibility import card_minutes

from .paths import path
from .test_laws import LAWS, SEEDS, random_play, without_words

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def limited(case):
    """The case with limits on facts that forms and shared cards move, too."""
    facts = [
        replace(fact, low=0, high=3) if fact.id in (OVERSHARED, "evidence", "referred") else fact for fact in case.facts
    ]
    moved = (Effect("risk", "add", -1), Effect("evidence", "add", 1))
    forms = tuple(
        replace(form, then=(*form.then, *moved), well=(*form.well, Effect("risk", "add", 2))) for form in case.forms
    )
    assert {fact.id for fact in facts if isinstance(fact, Fact) and fact.is_limited} > {OVERSHARED, "risk"}
    return replace(case, facts=tuple(facts), forms=forms)


def ended(played, state):
    return settle(played, state, played.case.ends) if not played.in_turns else state


class TestDanger:
    @given(seed=SEEDS)
    @LAWS
    def test_every_step_has_its_cause_and_the_last_one_is_where_it_stands(self, limited, seed):
        for mode in (LIVE, TURNS):
            played = script(limited, seed, mode)
            state, log = random_play(played, seed)
            state = ended(played, state)
            for series in danger_over_time(played, log, state):
                fact = played.facts[series.fact]
                assert series.steps[0].value == fact.start
                assert series.steps[-1].value == state.facts[series.fact]
                assert [step.at for step in series.steps] == sorted(step.at for step in series.steps)
                assert all((fact.low or 0) <= step.level <= fact.high for step in series.steps)
                assert 0 <= series.area <= series.highest * series.until / 60 + 1e-9
                for before, step in pairwise(series.steps):
                    assert self.moves(played, series.fact, step, before)

    def moves(self, played, fact, step, before):
        """The cause says that it adds, or sets, just this."""
        kind, id = step.cause.kind, step.cause.id
        if kind == "share":
            return fact == OVERSHARED and step.value == before.value + 1
        effects = (*played.forms[id].then, *played.forms[id].well) if kind == "form" else played.injects[id].then
        values = [
            each.value if each.verb == "set" else before.value + each.value for each in effects if each.fact == fact
        ]
        return step.value in values

    def test_the_knock_at_the_door_is_what_raised_it_most(self, live, texts):
        outcome = play_log(live, texts, read_log(path("the knock at the door")), to_end=True)
        (series,) = danger_over_time(live, outcome.log, outcome.state)
        assert (series.fact, series.at_end, series.highest) == ("risk", 5, 5)
        assert (series.worst.cause.kind, series.worst.cause.id, series.worst.cause.seat) == (
            "option", "assess.go", "investigator",
        )  # fmt: skip

    def test_on_the_good_path_it_ends_at_nothing(self, live, texts):
        outcome = play_log(live, texts, read_log(path("good")), to_end=True)
        (series,) = danger_over_time(live, outcome.log, outcome.state)
        assert series.at_end == 0 and series.steps[0].cause.kind == "start"
        bad = play_log(live, texts, read_log(path("the knock at the door")), to_end=True)
        assert series.area < danger_over_time(live, bad.log, bad.state)[0].area


class TestKnowing:
    @given(seed=SEEDS)
    @LAWS
    def test_a_seat_knew_a_card_from_the_minute_in_which_it_could_read_it(self, live, seed):
        state, log = random_play(live, seed, 30)
        half = replay(live, log, len(log) // 2)
        for known in card_knowledge(live, state):
            for cell in known.cells:
                assert (cell.at is not None) == state.knows(cell.seat, known.card)
                assert half.knows(cell.seat, known.card) <= (cell.at is not None and cell.at <= half.at)
                assert not (cell.is_gap and state.knows(cell.seat, known.card))
            assert known.first_at == min((cell.at for cell in known.cells if cell.at is not None), default=None)

    @given(seed=SEEDS)
    @LAWS
    def test_what_lay_elsewhere_was_with_others_then_and_not_here(self, live, seed):
        state, _ = random_play(live, seed, 40)
        when = card_minutes(state)
        for seat in live.seats:
            for card, others in cards_held_elsewhere(live, state, seat, state.at // 2):
                assert all(when[card][other] <= state.at // 2 for other in others)
                assert when[card].get(seat, state.at) > state.at // 2 or state.at == 0

    def test_a_card_that_went_too_far_is_named(self, live):
        state = play(live, begin_play(live), Entry(CONTROL, "fire", {"inject": "j08"})).state
        state = play(live, state, Entry("fiu", "share", {"card": "c_trace", "to": ["service"]})).state
        known = next(known for known in card_knowledge(live, state) if known.card == "c_trace")
        assert [cell.seat for cell in known.cells if cell.is_beyond] == ["service"]
        assert {cell.seat for cell in known.cells if cell.is_gap} == {"investigator", "prosecutor"}


class TestHandOffs:
    @given(seed=SEEDS)
    @LAWS
    def test_each_sending_is_one_and_waits_no_less_than_nothing(self, case, seed):
        for mode in (LIVE, TURNS):
            played = script(case, seed, mode)
            state, log = random_play(played, seed, 80)
            found = hand_offs(played, log, state)
            for form in played.forms:
                sent = [each for each in found if each.form == form]
                assert len(sent) == (state.facts.get(f"f:{form}") or 0)
                assert [each.number for each in sent] == list(range(1, len(sent) + 1))
                assert (
                    not sent
                    or sent[-1].answer
                    == state.sent[form].answer
                    == (state.facts.get(f"r:{form}") or "")[: len(sent[-1].answer)]
                )
                assert all(each.answer == "returned" for each in sent[:-1])
            assert all(each.waited >= 0 and each.prepared >= 0 for each in found)
            summed = waiting_times(found)
            assert summed.returned <= summed.answered <= summed.sent == len(found)

    def test_a_form_that_came_back_is_sent_again(self, live):
        log = [
            Entry("investigator", "send", {"form": "request", "values": {}, "marks": {}}, 60),
            Entry("fiu", "receive", {"form": "request", "accept": False, "reason": "No offence"}, 180),
            Entry("investigator", "send", {"form": "request", "values": {}, "marks": {}}, 300),
        ]
        first, second = hand_offs(live, log, settle(live, replay(live, log), 600))
        assert (first.prepared, first.waited, first.answered_by, first.reason) == (60, 120, "fiu", "No offence")
        assert (second.number, second.prepared, second.waited, second.answer) == (2, 120, 300, "")
        summed = waiting_times([first, second])
        assert (summed.share_returned, summed.hours) == (1.0, 2.0)


class TestMarks:
    @given(seed=SEEDS)
    @LAWS
    def test_steps_sum_to_the_scores_with_the_team_once(self, live, seed):
        state, _ = random_play(live, seed)
        steps = marks_by_step(live, state)
        shared = team_marks(live, state)
        scores = [score(live, state, seat) for seat in live.seats]
        twice = (len(scores) - 1) * sum(marks.got for marks in shared)
        assert sum(step.got for step in steps) == pytest.approx(sum(each.got for each in scores) - twice)
        assert all(0 <= step.got <= step.offered for step in steps)
        assert all(offered > 0 for step in steps for *_, offered in step.seats)


class TestMeasures:
    def test_measures_are_compared_with_those_of_the_good_path(self, live, texts):
        good, bad = (
            play_log(live, texts, read_log(path(name)), to_end=True).state for name in ("good", "the knock at the door")
        )
        assert all(each.is_as_good and each.difference in (0, None) for each in compare_measures(live, good, good))
        found = {each.measure: each for each in compare_measures(live, bad, good) if not each.is_as_good}
        assert found["time_to_safety"].difference == 41.0
        assert (found["controller_present"].value, found["controller_present"].difference) == (True, None)


class TestTheGoodPath:
    @pytest.mark.parametrize("name", ["", "another", "../guesthouse", "/etc"])
    def test_a_case_of_another_name_has_none(self, case, name):
        assert good_play(replace(case, id=name)) is None

    def test_a_case_that_was_changed_so_that_it_earns_less_has_none(self, case):
        first, *others = case.decisions
        better = replace(first.options[-1], marks=first.most + 1)
        changed = replace(first, options=(*first.options[:-1], better))
        assert good_play(replace(case, decisions=(changed, *others))) is None


class TestDecisions:
    def test_two_groups_stand_side_by_side(self, live, texts):
        plays = [
            play_log(live, texts, read_log(path(name)), to_end=True).state for name in ("good", "the knock at the door")
        ]
        rows = {row.decision: row for row in compare_decisions(live, plays)}
        assert [answer.option for answer in rows["assess"].answers] == ["joint", "go"]
        assert rows["assess"].is_split and rows["assess"].best == ("joint",)
        assert rows["interview"].answers[1].is_default and rows["interview"].answers[1].marks == 0
        assert rows["assess"].answers[0].hours == 2.0
        assert {row.seat for row in compare_decisions(live, plays, "fiu")} == {"fiu"}

    @given(seed=SEEDS)
    @LAWS
    def test_every_decision_that_opened_is_there_once(self, live, seed):
        state, _ = random_play(live, seed)
        rows = compare_decisions(live, [state])
        assert sorted(row.decision for row in rows) == sorted(id for id in state.opened if id in live.decisions)
        seats = answer_counts(live, state)
        assert sum(each.opened for each in seats) == len(rows)
        assert sum(each.made for each in seats) == sum(bool(row.answers[0].seat) for row in rows)
        assert all(each.relied <= each.made <= each.opened for each in seats)


class TestPoints:
    def test_say_what_the_seat_knew_and_what_followed(self, live, texts):
        outcome = play_log(live, texts, read_log(path("papers before people")), to_end=True)
        point = decision_points(live, outcome.log, outcome.state)[0]
        assert (point.turn.decision, point.turn.option, point.made.seat) == ("charge", "all", "prosecutor")
        assert point.had and point.followed_at >= point.made.at
        assert not {card for card, _ in point.elsewhere} & set(point.had)


class TestDays:
    @given(seed=SEEDS)
    @LAWS
    def test_the_story_says_each_thing_once(self, live, seed):
        state, log = random_play(live, seed)
        state = ended(live, state)
        story = days(live, state, hand_offs(live, log, state))
        assert [day.number for day in story] == list(range(1, len(story) + 1))
        assert len(story) == live.case.ends // 1440
        last = [id for day in story for id in day.injects]
        assert sorted(last) == sorted(
            each.id for each in live.case.injects if state.given.get(each.id, live.case.ends) < live.case.ends
        )
        assert sum(len(day.decisions) for day in story) == sum(made.at < live.case.ends for made in state.made.values())


@given(seed=SEEDS)
@LAWS
def test_words_that_were_erased_change_no_figure_of_a_debrief(live, seed):
    state, log = random_play(live, seed, 40)
    erased = [without_words(entry) for entry in log]
    without = replay(live, erased)
    assert danger_over_time(live, erased, without) == danger_over_time(live, log, state)
    assert card_knowledge(live, without) == card_knowledge(live, state)
    assert [replace(each, reason="") for each in hand_offs(live, erased, without)] == [
        replace(each, reason="") for each in hand_offs(live, log, state)
    ]
    assert marks_by_step(live, without) == marks_by_step(live, state)
    assert answer_counts(live, without) == answer_counts(live, state)
