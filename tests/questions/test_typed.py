"""The types that are answered by writing on their socket: what an editor must mend, what is kept, shown and said."""

import json
import re
from random import Random

import pytest

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import questions

from . import typed
from .typed import answer, gap, gapfill, number

pytestmark = pytest.mark.once

MODES = ["typed", "list", "drag"]
BODIES = [("shorttext", typed.SHORT), ("numerical", typed.NUMBERS), *(("gapfill", gapfill(mode)) for mode in MODES)]
WRITTEN = {"a": "means", "b": "purpose", "c": "18"}


def through_the_block(kind, body):
    block = kind.block()
    return kind.body(block.to_python(json.loads(json.dumps(kind.stored(body)))))


def test_an_editor_sees_gaps_by_their_place():
    kind = questions.get("gapfill")
    body = {**gapfill("typed"), "text": '<p><img alt="[[c]]"> [[c]] and [[a]], [[b]]</p>'}
    assert kind.stored(body)["text"] == '<p><img alt="[[c]]"> [[3]] and [[1]], [[2]]</p>'
    assert through_the_block(kind, body)["text"] == body["text"]


@pytest.mark.parametrize(("slug", "body"), BODIES)
def test_the_samples_are_sound_and_what_is_shown_holds_no_answer(slug, body):
    kind = questions.get(slug)
    assert kind.problems(body) == []
    parts = kind.split(body)
    if body.get("mode") != "list":
        written = [one for source in body.get("gaps", [body]) for one in source["answers"]]
        assert not [
            one["id"]
            for one in written
            if f'"{one["id"]}"' in json.dumps(kind.context(parts.shown, **asked(kind, parts)), default=str)
        ]
    assert "Why" not in json.dumps(parts.shown)


def asked(kind, parts, response=None):
    return {"order": kind.order(parts.shown, chance=Random(1)), "response": response}


PROBLEMS = [
    ("shorttext", {**typed.SHORT, "answers": [answer("a", "*", 0.5)]}, "100 per cent"),
    ("shorttext", {**typed.SHORT, "answers": [answer("a", "x"), answer("b", " ")]}, "is empty"),
    ("numerical", {**typed.NUMBERS, "answers": [number("a", 5, fraction=0.5)]}, "100 per cent"),
    ("numerical", {**typed.NUMBERS, "answers": [number("a", 5), number("b", None)]}, "any other"),
    ("numerical", {**typed.NUMBERS, "units": []}, "Give the units"),
    ("numerical", {**typed.NUMBERS, "units": [{"id": "a", "name": "m", "factor": 0}]}, "greater than 0"),
    ("gapfill", {**gapfill("typed"), "text": "<p>[[a]] [[b]]</p>"}, r"Gap 3 has no place in the text. Write \[\[3\]\]"),
    ("gapfill", {**gapfill("typed"), "text": f"{typed.GAPS}[[9]]"}, r"The text has \[\[9\]\]"),
    ("gapfill", {**gapfill("typed"), "text": f"{typed.GAPS}[[b]]"}, r"\[\[2\]\] stands in the text several times"),
    ("gapfill", {**gapfill("typed"), "text": "<p>No gap.</p>", "gaps": []}, "at least one gap"),
    (
        "gapfill",
        {**gapfill("typed"), "text": "[[a]]", "gaps": [gap("a", answer("x", "y", 0.0))]},
        "Gap 1: Give an answer",
    ),
    (
        "gapfill",
        {**gapfill("typed"), "text": "[[a]]", "gaps": [gap("a", answer("x", "1,234"), kind="number")]},
        "Gap 1: “1,234”",
    ),
    ("gapfill", {**gapfill("list"), "text": "[[a]]", "gaps": [gap("a", answer("x", "y"))]}, "at least two answers"),
    (
        "gapfill",
        {**gapfill("drag"), "text": "[[a]]", "gaps": [gap("a", answer("x", "y"))], "extras": []},
        "two answers to drag",
    ),
]


@pytest.mark.parametrize(("slug", "body", "sentence"), PROBLEMS)
def test_an_editor_reads_what_to_mend(slug, body, sentence):
    found = questions.get(slug).problems(body)
    assert [one for one in found if re.search(sentence, one)], found


@pytest.mark.parametrize("slug", ["shorttext", "numerical"])
@pytest.mark.parametrize(
    "data", [{}, {"": "x"}, {"": []}, {"": ["a", "b"]}, {"": [1]}, {"": ["x" * 251]}, {"": ["a"], "b": ["c"]}]
)
def test_what_is_no_text_is_refused(slug, data):
    with pytest.raises(InvalidAnswer):
        questions.get(slug).read(data, order=[])


def test_a_text_is_kept_as_it_was_written():
    assert questions.get("shorttext").read({"": [" Élève\x00 "]}, order=[]) == "Élève"
    assert questions.get("numerical").read({"": ["about five"]}, order=[]) == "about five"


@pytest.mark.parametrize("mode", MODES)
def test_a_gap_earns_its_part(mode):
    kind, body = questions.get("gapfill"), gapfill(mode)
    parts = kind.split(body)
    order = kind.order(parts.shown, chance=Random(3))
    ids = {choice["text"]: choice["id"] for choice in parts.shown.get("pool", [])}
    texts = {"a1": "means", "b1": "purpose", "c1": "18", "b2": "aim"}

    def mark(**given):
        sent = (
            given if mode == "typed" else {name: ids.get(texts[value], value) for name, value in given.items() if value}
        )
        return kind.mark(parts.key, kind.read({name: [value] for name, value in sent.items()}, order=order))

    right = {"a": "a1", "b": "b1", "c": "c1"} if mode != "typed" else WRITTEN
    assert mark(**right) == 1.0
    assert mark(a=right["a"]) == pytest.approx(1 / 3)
    assert mark(**{**right, "b": "aim" if mode == "typed" else "b2"}) == pytest.approx(2.5 / 3)
    assert mark() == 0.0
    with pytest.raises(InvalidAnswer):
        kind.read({"z": ["x"]}, order=order)
    if mode != "typed":
        with pytest.raises(InvalidAnswer):
            kind.read({"a": ["elsewhere"]}, order=order)


def test_the_pool_of_choices_tells_nothing_of_the_gaps():
    kind = questions.get("gapfill")
    body = gapfill("drag")
    body["gaps"].append(gap("d", answer("d1", "means")))
    body["text"] += "[[d]]"
    parts = kind.split(body)
    as_written = kind.order(parts.shown, chance=None)["pool"]
    texts = {choice["id"]: choice["text"] for choice in parts.shown["pool"]}
    assert [texts[name] for name in as_written] == ["18", "aim", "border", "means", "purpose"], (
        "by text, and each text once"
    )
    response = kind.read({"a": [as_written[3]], "d": [as_written[3]]}, order=kind.order(parts.shown, chance=None))
    assert kind.mark(parts.key, response) == 0.5


def test_a_gap_that_a_translation_lost_can_still_be_filled():
    kind = questions.get("gapfill")
    parts = kind.split({**gapfill("typed"), "text": "<p>Rien [[b]] [[zz]] [[b]]</p>"})
    pieces = kind.context(parts.shown, **asked(kind, parts))["pieces"]
    assert [piece["gap"]["id"] if piece["gap"] else None for piece in pieces] == ["b", "a", "c"]
    assert "[[" not in "".join(piece["html"] for piece in pieces)


@pytest.mark.parametrize(
    ("slug", "response", "look", "feedback"),
    [
        ("shorttext", "Consent", "correct yours", "Why r"),
        ("shorttext", "I agree", "yours", "Why s"),
        ("shorttext", "no", "incorrect yours", "Why t"),
        ("numerical", "5 m", "correct yours", "Why r"),
        ("numerical", "5", "yours", "Why r"),
        ("numerical", "soon", "incorrect yours", "Why t"),
    ],
)
def test_the_result_says_what_came_of_it_and_why(slug, response, look, feedback):
    kind = questions.get(slug)
    parts = kind.split(dict(BODIES)[slug])
    item = kind.context(parts.shown, order=[], response=response, key=parts.key, reveal=parts.reveal)
    assert item["look"] == look and feedback in item["why"]
    assert bool(item["right"]) is (look != "correct yours")
    early = kind.context(parts.shown, order=[], response=response)
    assert not {"look", "right", "why", "said"} & set(early)


@pytest.mark.parametrize("mode", MODES)
def test_the_result_tells_of_each_gap(mode):
    kind = questions.get("gapfill")
    parts = kind.split(gapfill(mode))
    order = kind.order(parts.shown, chance=None)
    name = {"typed": "aim", "list": "b2"}.get(mode) or next(
        one["id"] for one in parts.shown["pool"] if one["text"] == "aim"
    )
    item = kind.context(parts.shown, order=order, response={"b": name}, key=parts.key, reveal=parts.reveal)
    said = [(one["label"], one["text"], one["look"], one["right"]) for one in item["gaps"]]
    assert said == [
        ("Gap 1 of 3", "", "", ["means"]),
        ("Gap 2 of 3", "aim", "yours", ["purpose"]),
        ("Gap 3 of 3", "", "", ["18"]),
    ]
    assert item["gaps"][1]["feedback"] == "<p>Why b2</p>"
