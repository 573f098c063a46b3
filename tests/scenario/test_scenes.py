"""Scenes as a case: every way through ends, and what is wrong is found."""

from dataclasses import replace

import pytest

from assessments.casework.checking import names
from assessments.casework.clock import begin_play
from assessments.casework.reducer import Entry, play, settle_without_clock
from assessments.casework.scoring import score
from assessments.casework.script import script
from assessments.casework.state import ALONE, OPEN
from assessments.casework.visibility import seat_view
from assessments.scenario.checks import findings, looping
from assessments.scenario.graph import picture
from assessments.scenario.scenes import LEARNER, Choice, Scene, case_of

from .scenes import APART, CABIN, OFFICE, SCENES, STOP, WAVED, choice, paths

pytestmark = pytest.mark.once


def ends_of(scenes):
    """Every way through, walked: the scenes that were seen, and the score."""
    played = script(case_of(scenes, 0.7), 0, ALONE)
    ahead, ends = [settle_without_clock(played, begin_play(played))], []
    while ahead:
        state = ahead.pop()
        questions = seat_view(played, state, LEARNER).questions
        assert bool(questions) == (state.status == OPEN)
        if not questions:
            ends.append(([told.card for told in state.told[LEARNER]], score(played, state, LEARNER)))
        for option in questions[0].options if questions else ():
            data = {"decision": questions[0].id, "option": option, "reason": "–"}
            ahead.append(play(played, state, Entry(LEARNER, "decide", data)).state)
    return ends


def test_every_way_through_ends_and_is_counted():
    ends = ends_of(SCENES)
    assert len(ends) == paths(SCENES) == 4
    assert sorted(seen for seen, _ in ends) == sorted(
        [[STOP, APART], [STOP, CABIN, APART], [STOP, CABIN, OFFICE], [STOP, WAVED]]
    )


def test_marks_are_those_of_the_way_that_was_taken():
    scores = {seen[-1] if len(seen) == 2 else seen[-1] + "!": score for seen, score in ends_of(SCENES)}
    assert (scores[APART].share, scores[APART].passed) == (1, True)
    assert (scores[APART + "!"].share, scores[APART + "!"].passed) == (pytest.approx(1 / 3), False)
    assert (scores[WAVED].share, scores[WAVED].passed, scores[WAVED].nevers) == (0, False, (STOP,))


def test_a_sound_scenario_has_nothing_to_be_found():
    assert findings(SCENES) == []
    assert list(names.findings(case_of(SCENES, 0.7))) == []


def changed(scene: int, **said) -> list[Scene]:
    return [replace(each, **said) if number == scene else each for number, each in enumerate(SCENES)]


@pytest.mark.parametrize(
    ("scenes", "what", "number"),
    [
        ([], "no_scene", 0),
        (changed(0, choices=()), "no_choice", 1),
        (changed(2, choices=(choice("31", "Go on", "gone"),)), "goes_nowhere", 3),
        (changed(2, choices=(choice("31", "Back", STOP),)), "goes_back", 1),
        (changed(2, choices=(choice("31", "Again", OFFICE),)), "goes_back", 3),
        ([*SCENES, Scene("x", "Nowhere", "x")], "unreached", 6),
        (changed(1, choices=(choice("21", "x" * 90, OFFICE, marks=1), choice("22", "y", APART))), "best_is_longest", 2),
        (
            changed(1, choices=(choice("21", "y", OFFICE, marks=1), choice("22", "x" * 90, APART))),
            "best_is_shortest",
            2,
        ),
        (
            changed(
                1,
                ask="Whose office window is that?",
                choices=(choice("21", "The office with a window", OFFICE, marks=1), choice("22", "The yard", APART)),
            ),
            "best_repeats",
            2,
        ),
        (changed(1, choices=(choice("21", "All wait", OFFICE), choice("22", "All  wait.", APART))), "alike", 2),
        (changed(2, choices=(choice("31", "Go on", APART),)), "one_choice", 3),
        (changed(3, text="<p> </p>"), "no_words", 4),
        (
            changed(1, choices=(choice("21", "Go", OFFICE, marks=1, never=True), choice("22", "Wait", APART))),
            "best_is_mistake",
            2,
        ),
    ],
)
def test_what_is_wrong_is_found_at_its_scene(scenes, what, number):
    assert (what, number) in [(finding.what, finding.values.get("number", 0)) for finding in findings(scenes)]


def test_a_scenario_in_which_nothing_earns_marks_is_asked_about():
    plain = [replace(each, choices=tuple(replace(one, marks=0) for one in each.choices)) for each in SCENES]
    assert [(finding.level, finding.what) for finding in findings(plain)] == [("warning", "no_marks")]


def test_a_loop_is_no_trap_for_the_checker():
    loop = [Scene(str(n), f"Scene {n}", "x", "", (Choice("a", "On", str((n + 1) % 9)),)) for n in range(9)]
    assert looping(loop) == [str(n) for n in range(9)]
    assert picture(loop) is not None and findings(loop)[0].what == "goes_back"


def test_many_ways_are_counted_without_being_walked():
    wide = [
        Scene(str(n), f"Scene {n}", "x", "", tuple(Choice(letter, letter, str(n + 1), marks=1) for letter in "abc"))
        for n in range(59)
    ]
    wide.append(Scene("59", "End", "x"))
    assert paths(wide) == 3**59
    assert findings(wide) == []


def test_the_picture_has_each_scene_once_and_each_way_between_two():
    drawn = picture(SCENES)
    assert sorted(box.number for box in drawn.boxes if box.is_end) == [3, 4, 5]
    assert len(drawn.boxes) == 5 and len(drawn.lines) == 5
    assert len({(box.x, box.y) for box in drawn.boxes}) == 5
