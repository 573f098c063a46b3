"""The fifteen mistakes that no checker found before: each one's sentence, with its place in words and its remedy."""

import pytest

from assessments.casework.checking import check, check_languages
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of
from assessments.scenario import finding_texts as of_scenarios
from assessments.scenario.checks import findings
from assessments.scenario.scenes import Choice, Scene
from assessments.simulation.page.finding_texts import sentence

from .test_checking import decision, planted

pytestmark = pytest.mark.once


def first_field(file: dict) -> dict:
    return file["forms"][0]["fields"][0]


def boy(file: dict) -> dict:
    return decision(file, "boy")


BOY = "Decision “Sami will see a nurse if nobody tells the lady. What do you do?”"
MISTAKES = [
    (
        "never_closes",
        lambda f: [boy(f).pop(name) for name in ("closes", "default")],
        BOY,
        "it never closes, so others may wait for it until the end. Say when it closes and with which option.",
    ),
    (
        "undeclared",
        lambda f: f["injects"][0].update(then=[["snow", "set", True]]),
        "Inject “Second call, 23:50”",
        "it sets a fact that the case does not list. Add the fact, or choose another.",
    ),
    (
        "unearnable",
        lambda f: f["forms"][0].update(enough=99),
        "Form “Request to financial intelligence”",
        "99 marks stand there and 5 can be earned. Say what earns them, or lower the number.",
    ),
    (
        "contradictory",
        lambda f: first_field(f).update(key={"all": ["a"], "none": ["a"]}, type="many", options=["a"]),
        "Form “Request to financial intelligence”, “Suspected offence”",
        "one answer is both asked for and forbidden, so nobody earns the marks. Choose one of the two.",
    ),
    (
        "best_is_mistake",
        lambda f: boy(f)["options"][0].update(text="Call a nurse", never=True, marks=9),
        f"{BOY}, “Call a nurse”",
        "this option earns the most marks and is a critical mistake. Take away its marks, or the mistake.",
    ),
    (
        "best_is_longest",
        lambda f: boy(f)["options"][0].update(text="Give water, " * 18),
        BOY,
        "the best option is much longer than the others, which gives it away. Shorten it.",
    ),
    (
        "best_repeats",
        lambda f: (
            boy(f).update(ask="Whose kitchen window?")
            or boy(f)["options"][0].update(text="By the kitchen window, with the door closed behind you")
        ),
        "Decision “Whose kitchen window?”",
        "only the best option repeats words of the question, which gives it away. Say it in other words.",
    ),
    (
        "alike",
        lambda f: boy(f)["options"].append(boy(f)["options"][1] | {"id": "room"}),
        f"{BOY}, “Nurse today, and tell nobody: he trusted your worker and trust is all you have”",
        "this option says almost what another says. Write one that differs, or remove it.",
    ),
    (
        "no_number",
        lambda f: boy(f).update(when=[["risk", ">=", "three"]]),
        BOY,
        "“three” is a word where the fact is a number. Write a number.",
    ),
    (
        "card_long",
        lambda f: f["cards"]["c_boy"].update(text="word " * 121),
        "Card “The boy’s hand”",
        "the card has 121 words, and time runs while people read. Shorten it to 120.",
    ),
    (
        "card_twice",
        lambda f: f["seats"]["investigator"]["knows"].append("c_call2"),
        "Card “Second call, 23:50”",
        "the same seat always gets it twice. Give it once.",
    ),
    (
        "card_late",
        lambda f: f["injects"][0].update(step=2, at=1500),
        "Inject “Second call, 23:50”",
        "its card comes when the decision of its step has closed. Let it come sooner.",
    ),
    (
        "no_words",
        lambda f: f["cards"]["c_boy"].update(text="<p> &nbsp;</p>"),
        "Card “The boy’s hand”",
        "words that people read are missing. Write them.",
    ),
]


@pytest.mark.parametrize(("what", "change", "place", "remedy"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_is_said_with_its_place_and_what_to_do(file, what, change, place, remedy):
    broken = planted(file, change)
    texts = texts_of(broken)
    said = [sentence(one, texts) for one in check(read_case(broken), texts, 1) if one.what == what]
    assert said == [f"{place}: {remedy}"]


def test_the_fourteenth_is_a_text_that_is_not_translated(file):
    words = texts_of(file)
    found = check_languages(read_case(file), {"en": words, "fr": words}, 0)
    said = [sentence(one, words) for one in found if one.what == "untranslated"]
    assert "Seat “Investigator” (French): the text is the same as in the first language. Translate it." in said


def test_the_fifteenth_is_a_scene_with_one_choice():
    scenes = [
        Scene("a", "At the gate", "She waits.", "", (Choice("on", "Go on", "b", marks=1, feedback="x"),)),
        Scene("b", "Inside", "It is over."),
    ]
    said = [of_scenarios.sentence(one) for one in findings(scenes)]
    assert said == ["Scene 1, “At the gate”: there is one choice alone. Add another, or join the scene to the next."]
