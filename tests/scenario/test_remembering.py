"""A scenario that remembers: choices that were made before, and counters, say where the next choice leads."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from assessments.casework import DEBRIEF, Refused, Script, State, case_json, read_case, score
from assessments.casework.checking import names
from assessments.casework.clock import begin_play
from assessments.casework.reducer import Entry, play, settle_without_clock
from assessments.casework.script import script
from assessments.casework.state import ALONE
from assessments.casework.visibility import seat_view
from assessments.scenario.checks import findings, stopping
from assessments.scenario.compiler import compile_scenario
from assessments.scenario.description import passages_of
from assessments.scenario.finding_texts import sentence
from assessments.scenario.page_context import scene_context
from assessments.scenario.scenes import LEARNER, Ask, Branch, Choice, Counter, Scene, case_of, texts_of
from assessments.scenario.walks import walk
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.builders import release

from .scenes import CABIN, SCENES, STOP, stream
from .test_pages import begin, decide

TRUST = Counter("trust", "Trust", 1, shown=True)
ASIDE, RUDE, WAIT, ASK = "aside", "rude", "wait", "ask"


def branch(id: str, goes_to: str, *asks: Ask) -> Branch:
    return Branch(id, asks, goes_to)


REMEMBERS = (
    Scene(
        "gate", "At the gate", "She looks at the ground.", "What do you do?",
        (
            Choice(ASIDE, "Speak with her aside", "office", marks=1, feedback="Good.", counts=(("trust", 1),)),
            Choice(RUDE, "Ask for papers loudly", "office", feedback="No.", counts=(("trust", -1),)),
        ),
    ),
    Scene(
        "office", "In the office", "She sits down.", "What now?",
        (
            Choice(WAIT, "Wait, and bring water", "hall", feedback="Time helps.", counts=(("trust", 1),), branches=(
                branch("b1", "talks", Ask("trust", "least", 3)),
                branch("b2", "doubts", Ask(ASIDE, "not made"), Ask("trust", "most", 1)),
            )),
            Choice(ASK, "Ask who brought her here at once", "hall", feedback="Too soon."),
        ),
    ),
    Scene("talks", "She talks", "She tells you a name."),
    Scene("doubts", "She doubts", "She wants to leave."),
    Scene("hall", "In the hall", "Nothing is said."),
)  # fmt: skip


def end_of(scenes: Sequence[Scene], choices: Sequence[str], counters: Sequence[Counter] = (TRUST,)) -> str:
    """The scene in which these choices end, one after the other."""
    case = read_case(case_json(case_of(scenes, 0.7, counters)))
    played = script(case, 0, ALONE)
    state = settle_without_clock(played, begin_play(played))
    for option in choices:
        scene = seat_view(played, state, LEARNER).questions[0].id
        state = play(
            played, state, Entry(LEARNER, "decide", {"decision": scene, "option": option, "reason": "–"})
        ).state
    assert not seat_view(played, state, LEARNER).questions
    return state.told[LEARNER][-1].card


@pytest.mark.parametrize(
    ("choices", "end"),
    [((ASIDE, WAIT), "talks"), ((RUDE, WAIT), "doubts"), ((ASIDE, ASK), "hall"), ((RUDE, ASK), "hall")],
)
def test_what_was_chosen_before_says_where_it_leads(choices, end):
    assert end_of(REMEMBERS, choices) == end


def test_the_first_way_that_is_true_is_taken_and_no_later_one():
    both = branch("b2", "doubts", Ask(ASIDE, "made"))
    wait = replace(REMEMBERS[1].choices[0], branches=(REMEMBERS[1].choices[0].branches[0], both))
    scenes = [REMEMBERS[0], replace(REMEMBERS[1], choices=(wait, REMEMBERS[1].choices[1])), *REMEMBERS[2:]]
    assert end_of(scenes, (ASIDE, WAIT)) == "talks"


def test_a_way_that_was_not_open_does_not_open_later():
    """Trust reaches the number two scenes after it was asked."""
    first = Choice("on", "Go on", "second", branches=(branch("late", "early", Ask("trust", "least", 2)),))
    scenes = [
        Scene("first", "First", "x", "", (first, Choice("stop", "Stop here"))),
        Scene(
            "second", "Second", "x", "", (Choice("up", "Go up", "last", counts=(("trust", 5),)), Choice("b", "Stay"))
        ),
        Scene("early", "Early", "x"),
        Scene("last", "Last", "x"),
    ]
    case = case_of(scenes, 0.7, (TRUST,))
    played = script(case, 0, ALONE)
    state = settle_without_clock(played, begin_play(played))
    for scene, option in (("first", "on"), ("second", "up")):
        state = play(
            played, state, Entry(LEARNER, "decide", {"decision": scene, "option": option, "reason": "–"})
        ).state
    assert [told.card for told in state.told[LEARNER]] == ["first", "second", "last"]


def test_scenes_without_conditions_make_the_case_that_they_made_before():
    made = case_json(case_of(SCENES, 0.7))
    assert made["facts"] == {} and len(made["injects"]) == len(SCENES)
    assert not any("then" in option for decision in made["decisions"] for option in decision["options"])


class TestTheChecker:
    def test_finds_nothing_in_one_that_is_sound(self):
        assert findings(REMEMBERS, (TRUST,)) == []
        assert list(names.findings(case_of(REMEMBERS, 0.7, (TRUST,)))) == []

    @pytest.mark.parametrize(
        ("branches", "counters", "what"),
        [
            ((branch("b", "talks", Ask("trust", "least", 4)),), (TRUST,), "never_true"),
            ((branch("b", "talks", Ask(ASIDE, "made"), Ask(RUDE, "made")),), (TRUST,), "never_true"),
            ((branch("b", "talks", Ask(ASK, "made")),), (TRUST,), "never_true"),
            ((branch("b", "talks", Ask("trust", "least", 4)),), (TRUST,), "never_reached"),
            ((branch("b", "talks"),), (TRUST,), "asks_nothing"),
            ((branch("b", "talks", Ask("gone", "made")),), (TRUST,), "asks_gone"),
            ((branch("b", "talks", Ask("trust", "made")),), (TRUST,), "asks_gone"),
            ((branch("b", "talks", Ask(ASIDE, "made")),), (), "asks_gone"),
            ((branch("b", "nowhere", Ask(ASIDE, "made")),), (TRUST,), "goes_nowhere"),
            ((branch("b", "gate", Ask(ASIDE, "made")),), (TRUST,), "goes_back"),
            ((branch("b", "talks", Ask("hours", "most", 0)),), (TRUST, Counter("hours", "Hours")), "not_counted"),
            ((branch("b", "talks", Ask(ASIDE, "made")),), (replace(TRUST, shown=False),), "not_asked"),
        ],
    )
    def test_finds_what_is_wrong_with_conditions_and_counters(self, branches, counters, what):
        wait = replace(REMEMBERS[1].choices[0], branches=branches)
        office = replace(REMEMBERS[1], choices=(wait, REMEMBERS[1].choices[1]))
        scenes = [REMEMBERS[0], office, REMEMBERS[2], REMEMBERS[4]]
        found = [one for one in findings(scenes, counters) if one.what == what]
        assert found and found[0].place and found[0].values

    def test_walks_no_more_than_it_has_time_for(self):
        ways = "abcdef"
        scenes = [
            Scene(str(n), f"Scene {n}", "x", "", tuple(
                Choice(f"{n}{letter}", letter, str(n + 1), marks=1, counts=(("trust", 10 ** (n % 9)),), branches=(
                    branch(f"b{n}{letter}", str(n + 1), Ask(f"{n}{letter}", "made")),
                )) for letter in ways
            )) for n in range(20)
        ]  # fmt: skip
        scenes.append(Scene("20", "End", "x"))
        assert walk(scenes, (TRUST,)) is None
        assert not {"never_true", "never_reached"} & {one.what for one in findings(scenes, (TRUST,))}


def asking(*asks: Ask, others: bool = True) -> list[Scene]:
    """REMEMBERS, where waiting is offered only if this is so; without `others` it is the only choice of its scene."""
    wait = replace(REMEMBERS[1].choices[0], asks=asks)
    choices = (wait, REMEMBERS[1].choices[1]) if others else (wait,)
    return [REMEMBERS[0], replace(REMEMBERS[1], choices=choices), *REMEMBERS[2:]]


def offered_after(scenes: Sequence[Scene], first: str) -> tuple[Script, State, set[str]]:
    """What is offered in the second scene after a choice of the first one."""
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


def test_learners_see_the_counter_and_who_releases_reads_the_conditions():
    case, texts = case_of(REMEMBERS, 0.7, (TRUST,)), texts_of(REMEMBERS, "Gate", "Note", (TRUST,))
    played = script(case, 0, ALONE)
    state = settle_without_clock(played, begin_play(played))
    assert scene_context(played, state, texts, {}, at_once=True)["counters"] == [{"name": "Trust", "value": 1}]
    entry = Entry(LEARNER, "decide", {"decision": "gate", "option": ASIDE, "reason": "–"})
    after = scene_context(played, play(played, state, entry).state, texts, {}, at_once=True)
    assert after["counters"] == [{"name": "Trust", "value": 2}]


def remembering(scenario_page) -> None:
    """Give the scenario of the tests a counter, and a way on that asks for it and for a choice."""
    scenes: list[Any] = stream()
    first, second = (scene["value"]["choices"] for scene in scenes[:2])
    counter = "20000000-0000-4000-8000-000000000001"
    first[1]["value"]["counts"] = [{"type": "item", "id": "c1", "value": {"counter": counter, "number": -1}}]
    asks = [
        {"type": "item", "id": "a1", "value": {"of": first[1]["id"], "how": "made", "number": None}},
        {"type": "item", "id": "a2", "value": {"of": counter, "how": "most", "number": 0}},
    ]
    second[0]["value"]["offered_if"] = [
        {"type": "item", "id": "a3", "value": {"of": counter, "how": "least", "number": 1}}
    ]
    way = {"asks": asks, "goes_to": scenes[4]["id"]}
    second[1]["value"]["branches"] = [{"type": "item", "id": "30000000-0000-4000-8000-000000000001", "value": way}]
    named = {"name": "Trust", "start": 1, "shown": True}
    scenario_page.scenes = scenes
    scenario_page.counters = [{"type": "counter", "id": counter, "value": named}]
    scenario_page.save_revision().publish()


def test_a_page_is_compiled_with_its_conditions(scenario_page):
    remembering(scenario_page)
    scenario_page.refresh_from_db()
    compiled = compile_scenario(scenario_page, "en")
    said = "\n".join(passage.text for passage in passages_of(compiled))
    assert "Trust -1" in said and "Trust: 1" in said and "Offered if Trust ≥ 1" in said
    assert (
        "At the checkpoint = Ask the driver who they are · Trust ≤ 0 → The road" in said and "Otherwise → Apart" in said
    )


def test_it_is_played_and_shows_the_counter(scenario_page, course_page, as_, wanjiru, now):
    remembering(scenario_page)
    course = release(course_page)
    services.enrol(people=[wanjiru], course=course, now=now)
    address = reverse("learn:activity", args=[course.slug, "checkpoint"])
    client = as_(wanjiru)
    page = decide(client, address, begin(client, address), STOP, SCENES[0].choices[1].id)
    assert "his nieces" in page and SCENES[1].choices[0].text not in page and SCENES[1].choices[1].text in page
    decide(client, address, page, CABIN, SCENES[1].choices[0].id)
    assert CABIN not in Attempt.objects.get().state["made"]
    page = decide(client, address, page, CABIN, SCENES[1].choices[1].id)
    assert "The lorry is gone." in page
    page = client.get(address)
    assert [left["title"] for left in page.context["activity"]["way"]] == ["At the checkpoint", "In the cabin"]
    assert page.context["activity"]["counters"] == [{"name": "Trust", "value": 0}]
    assert page.context["activity"]["scene"]["title"] == "The road"
