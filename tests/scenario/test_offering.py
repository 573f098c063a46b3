"""A choice that is offered only where earlier choices and counters allow it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assessments.casework import DEBRIEF, Refused, Script, State, case_json, read_case, score
from assessments.casework.clock import begin_play
from assessments.casework.reducer import Entry, play, settle_without_clock
from assessments.casework.script import script
from assessments.casework.state import ALONE
from assessments.casework.visibility import seat_view
from assessments.scenario.checks import findings, stopping
from assessments.scenario.finding_texts import sentence
from assessments.scenario.page_context import scene_context
from assessments.scenario.scenes import LEARNER, Ask, Scene, case_of, texts_of

from .test_remembering import ASIDE, ASK, REMEMBERS, RUDE, TRUST, WAIT


def asking(*asks: Ask, others: bool = True) -> list[Scene]:
    """REMEMBERS, where waiting is offered only if this is so; without `others` it is the only choice of its scene."""
    wait = replace(REMEMBERS[1].choices[0], asks=asks)
    choices = (wait, REMEMBERS[1].choices[1]) if others else (wait,)
    return [REMEMBERS[0], replace(REMEMBERS[1], choices=choices), *REMEMBERS[2:]]


def offered_after(scenes: Sequence[Scene], first: str) -> tuple[Script, State, set[str]]:
    """Return the choices that are offered in the second scene after a choice of the first one."""
    case = read_case(case_json(case_of(scenes, 0.7, (TRUST,))))
    played = script(case, 0, ALONE)
    state = settle_without_clock(played, begin_play(played))
    entry = Entry(LEARNER, "decide", {"decision": "gate", "option": first, "reason": "–"})
    state = State.read(play(played, state, entry).state.as_json())
    return played, state, {one for question in seat_view(played, state, LEARNER).questions for one in question.options}


class TestWhatIsOffered:
    @pytest.mark.parametrize(
        ("ask", "first", "expected"),
        [
            (Ask(ASIDE, "made"), ASIDE, {WAIT, ASK}),
            (Ask(ASIDE, "made"), RUDE, {ASK}),
            (Ask(ASIDE, "not made"), ASIDE, {ASK}),
            (Ask("trust", "least", 2), ASIDE, {WAIT, ASK}),
            (Ask("trust", "least", 2), RUDE, {ASK}),
            (Ask("trust", "most", 0), RUDE, {WAIT, ASK}),
        ],
    )
    def test_is_what_earlier_choices_and_counters_allow(self, ask, first, expected):
        assert offered_after(asking(ask), first)[2] == expected

    def test_all_conditions_have_to_hold(self):
        both = asking(Ask(ASIDE, "made"), Ask("trust", "least", 3))
        assert offered_after(both, ASIDE)[2] == {ASK}

    def test_what_is_not_offered_is_refused(self):
        played, state, _offered = offered_after(asking(Ask(ASIDE, "made")), RUDE)
        with pytest.raises(Refused) as refused:
            play(played, state, Entry(LEARNER, "decide", {"decision": "office", "option": WAIT, "reason": "–"}))
        assert refused.value.why == "no_option"

    def test_marks_count_of_what_was_offered_and_nothing_else_is_called_better(self):
        scenes = asking(Ask(ASIDE, "made"))
        good = replace(scenes[1].choices[0], marks=5)
        scenes[1] = replace(scenes[1], choices=(good, replace(scenes[1].choices[1], marks=2)))
        texts = texts_of(scenes, "Gate", "Note", (TRUST,))
        for first, got, of, better in ((RUDE, 2, 3, ""), (ASIDE, 3, 6, good.text)):
            played, state, _offered = offered_after(scenes, first)
            entry = Entry(LEARNER, "decide", {"decision": "office", "option": ASK, "reason": "–"})
            state = State.read(play(played, state, entry).state.as_json())
            reached = score(played, state, LEARNER)
            assert (reached.got, reached.offered) == (got, of)
            way = scene_context(played, state, texts, {}, at_once=True)["way"]
            assert way[1].get("better", "") == better

    def test_a_scene_that_offers_nothing_ends_the_scenario_and_costs_no_marks(self):
        """The checker refuses such a scenario; a case of a file may have it all the same."""
        scenes = asking(Ask(ASIDE, "made"), others=False)
        played, state, offered = offered_after(scenes, RUDE)
        assert not offered and state.status == DEBRIEF
        assert score(played, state, LEARNER).offered == 1

    def test_a_case_without_conditions_is_stored_as_before(self):
        played, state, _offered = offered_after(REMEMBERS, ASIDE)
        assert "offered" not in state.as_json()["made"]["gate"]
        assert "when" not in played.as_json()["case"]["decisions"][0]["options"][0]

    @pytest.mark.parametrize(
        ("asks", "others", "what", "said"),
        [
            (
                (Ask(ASIDE, "made"), Ask(RUDE, "made")),
                True,
                "never_offered",
                "Scene 2, “In the office”: the choice “Wait",
            ),
            (
                (Ask("trust", "least", 3),),
                True,
                "never_offered",
                "is never offered. Change its conditions, or remove it.",
            ),
            ((Ask(ASK, "made"),), True, "never_offered", "“Wait, and bring water” is never offered"),
            ((Ask(ASIDE, "made"),), False, "none_offered", "Scene 2, “In the office”: some learners find no choice"),
            ((Ask("gone", "made"),), True, "asks_gone", "it names a choice or a counter that is not there"),
        ],
    )
    def test_the_checker_says_what_is_never_offered_and_where_nothing_is(self, asks, others, what, said):
        found = [one for one in findings(asking(*asks, others=others), (TRUST,)) if one.what == what]
        assert [one.place for one in found] == ["office"] and said in sentence(found[0])
        assert (stopping(asking(*asks, others=others), (TRUST,)) is not None) is (what != "never_offered")

    def test_the_checker_finds_nothing_in_a_sound_one_and_knows_the_counter_is_asked_for(self):
        wait, ask = REMEMBERS[1].choices
        sound = replace(REMEMBERS[1], choices=(wait, replace(ask, asks=(Ask(RUDE, "made"),))))
        assert findings([REMEMBERS[0], sound, *REMEMBERS[2:]], (TRUST,)) == []
        gate, office, _talks, _doubts, hall = asking(Ask("trust", "least", 2))
        office = replace(office, choices=tuple(replace(one, branches=()) for one in office.choices))
        assert findings([gate, office, hall], (replace(TRUST, shown=False),)) == []
