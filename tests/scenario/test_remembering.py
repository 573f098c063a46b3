"""A scenario that remembers: choices that were made before, and counters, say where the next choice leads."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from assessments.casework import case_json, read_case
from assessments.casework.checking import names
from assessments.casework.clock import begin_play
from assessments.casework.reducer import Entry, play, settle_without_clock
from assessments.casework.script import script
from assessments.casework.state import ALONE
from assessments.casework.visibility import seat_view
from assessments.scenario.checks import findings
from assessments.scenario.compiler import compile_scenario
from assessments.scenario.description import passages_of
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
