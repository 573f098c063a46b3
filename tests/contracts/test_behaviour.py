"""Each law on behaviour catches the breach that it is there for."""

import inspect
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lms.foundation.plugins.activity import InvalidAnswer, Outcome, Response, Step
from lms.foundation.plugins.contract import (
    PluginContract,
    activities,
    identity,
    lists,
    names,
    outputs,
    question_types,
    records,
    source,
    upgrades,
)
from lms.foundation.plugins.contract.behaviour import NOW
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.contract.places import PlacesContract
from lms.foundation.plugins.passages import Passage
from lms.foundation.plugins.report import Column, NotVisible, Row
from tests.conftest import make_person

from .toy import Count, Guess, Note

pytestmark = pytest.mark.once

DEFINITION = {"key": 7, "why": "It is the seventh."}
ANSWERS = [{"guess": ["3"]}]


def begins(kind: Any) -> None:
    activities.begins(kind, DEFINITION)


def samples(kind: Any) -> None:
    activities.takes_its_samples(kind, DEFINITION, ANSWERS)


def responds(kind: Any) -> None:
    activities.responds_as_it_answers(kind, DEFINITION, ANSWERS)


def anything(kind: Any) -> None:
    activities.answers_anything(kind, DEFINITION, ANSWERS)


def foreign(kind: Any) -> None:
    activities.keeps_nothing_foreign(kind, DEFINITION, ANSWERS)


def secret(kind: Any) -> None:
    activities.keeps_the_key(kind, DEFINITION, ["the seventh"])


def needs(kind: Any) -> None:
    activities.needs_by_name(kind, DEFINITION)


def said(kind: Any) -> None:
    activities.tells_what_it_says(kind, DEFINITION)


def scripts(kind: Any) -> None:
    activities.tells_scripts(kind, DEFINITION, ANSWERS)


def saying(passages) -> dict[str, Any]:
    return {"passages": lambda self, content: passages(content)}


def drawn(kind: Any) -> None:
    activities.can_be_drawn(kind, DEFINITION, ANSWERS)


def answering(answer) -> dict[str, Any]:
    return {"answer": lambda self, form, state, data, *, now: answer(form, state, data)}


def showing(context) -> dict[str, Any]:
    return {"context": lambda self, definition, form, state, *, closed, now: context(definition, form)}


counted: list[int] = []


def forgetful(form: Any, state: Any, data: Any) -> Step:
    counted.append(1)
    return Step({"guess": len(counted)})


def greedy(form: Any, state: Any, data: Any) -> Step:
    state["guess"] = 1
    return Step(dict(state))


class TestActivities:
    @pytest.mark.parametrize("law", [begins, samples, responds, foreign, anything, secret, needs, said, scripts])
    def test_a_sound_type_breaks_no_law(self, law):
        law(Guess())

    @pytest.mark.parametrize(
        ("law", "broken", "sentence"),
        [
            (
                begins,
                {"begin": lambda self, definition, *, seed, terms: (counted.append(1), {"n": len(counted)})},
                "may depend on its arguments alone",
            ),
            (
                begins,
                {"begin": lambda self, definition, *, seed, terms: ({"order": (1, 2)}, {})},
                "comes back from the database as",
            ),
            (
                begins,
                {"begin": lambda self, definition, *, seed, terms: ({}, {1: 2})},
                "comes back from the database as",
            ),
            (begins, {"begin": lambda self, definition, *, seed, terms: ({}, {"seen": {1}})}, "is no JSON"),
            (
                samples,
                answering(lambda form, state, data: (_ for _ in ()).throw(InvalidAnswer("No."))),
                "given as a sample",
            ),
            (
                responds,
                {"respond": lambda self, form, state, data, **moments: Response(data, Step({}))},
                "and taken, answer and deadline give",
            ),
            (foreign, {"fields": ()}, "name them in “fields”"),
            (foreign, {"taken": lambda self, form, data: dict(data)}, "which is no field of it"),
            (foreign, {"taken": lambda self, form, data: {"guess": {1}}}, "is no JSON"),
            (
                anything,
                answering(lambda form, state, data: Step({"guess": int(data["guess"][0])})),
                "Raise InvalidAnswer",
            ),
            (anything, answering(lambda form, state, data: Step({}, Outcome(score=2.0))), "scores are in 0..1"),
            (
                anything,
                answering(lambda form, state, data: Step({}, Outcome(completed=True, lowers=True))),
                "without a score or a verdict",
            ),
            (anything, answering(lambda form, state, data: Step({}, Outcome(passed=1))), "say True, False or None"),
            (anything, answering(lambda form, state, data: {"guess": 1}), "which is no Step"),
            (anything, answering(lambda form, state, data: (_ for _ in ()).throw(InvalidAnswer())), "without a word"),
            (anything, answering(forgetful), "may depend on its arguments alone"),
            (anything, answering(greedy), "changes what it is given"),
            (anything, answering(lambda form, state, data: Step({"at": {1}})), "is no JSON"),
            (secret, showing(lambda definition, form: {"key": definition["key"]}), "lets the key be seen"),
            (
                secret,
                showing(lambda definition, form: {"even": (form or definition)["key"] % 2}),
                "lets the key be seen",
            ),
            (
                secret,
                showing(lambda definition, form: {"why": [definition["why"]]}),
                "tells before the attempt is closed",
            ),
            (needs, {"needs": lambda self, definition: ["single"]}, "a frozenset of pairs"),
            (scripts, {"for_script": lambda self, context: None}, "give a dict"),
            (scripts, {"for_script": lambda self, context: {"left": {1, 2}}}, "JSON"),
            (
                scripts,
                {"for_script": lambda self, context: {"n": counted.append(1) or len(counted)}},
                "arguments alone",
            ),
            (said, saying(lambda content: [Passage("a", "A", content.title)] * 2), "names several passages"),
            (said, saying(lambda content: [{"name": "a"}]), "give Passages"),
            (said, saying(lambda content: [Passage("a", "A", content.definition)]), "give Passages"),
            (
                said,
                saying(lambda content: (counted.append(1), [Passage(str(len(counted)), "A", "")])[1]),
                "may depend on its arguments alone",
            ),
            (drawn, {"template": "toy/nowhere.html"}, "cannot be rendered"),
            (drawn, {"offline": lambda self, definition: "yes"}, "give “no” or “shows”"),
        ],
    )
    def test_catches(self, law, broken, sentence):
        with pytest.raises(Breach, match=sentence):
            law(type("Broken", (Guess,), broken)())


class TestReports:
    @pytest.fixture
    def stranger(self, db):
        return make_person("UG-300", "Okello Opio")

    def test_a_sound_report_breaks_no_law(self, stranger, superuser):
        outputs.hides_from_strangers(Count(), stranger, now=NOW)
        outputs.fits_its_columns(Count(), Count().rows(superuser, {}, now=NOW))

    def test_one_that_refuses_strangers_is_as_good(self, stranger):
        def refuse(*_args: Any, **_named: Any) -> Any:
            raise NotVisible("institution")

        outputs.hides_from_strangers(type("Refusing", (Count,), {"rows": refuse})(), stranger, now=NOW)

    def test_rows_for_a_stranger(self, stranger):
        open_to_all = type("Open", (Count,), {"rows": lambda *_args, **_named: [Row({})]})()
        with pytest.raises(Breach, match="responsible for nobody"):
            outputs.hides_from_strangers(open_to_all, stranger, now=NOW)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"more": 1}, "has the cells"),
            ({"share": 50}, "in the column “share”"),
            ({"number": "3"}, "in the column “number”"),
            ({"day": "2026-11-24"}, "in the column “day”"),
        ],
    )
    def test_cells_that_do_not_fit_their_columns(self, superuser, change, sentence):
        rows = [replace(row, cells={**row.cells, **change}) for row in Count().rows(superuser, {}, now=NOW)]
        with pytest.raises(Breach, match=sentence):
            outputs.fits_its_columns(Count(), rows)

    def test_columns_of_one_name(self):
        twice = type("Twice", (Count,), {"columns": lambda self, params: [Column("a", "A"), Column("a", "B")]})()
        with pytest.raises(Breach, match="the same slug"):
            outputs.fits_its_columns(twice, [])


class TestBlocksAndJobs:
    def test_a_sound_block_breaks_no_law(self):
        outputs.is_safe_html(Note(), 'It\'s <b>here</b> & "there".')

    @pytest.mark.parametrize(
        ("html", "sentence"),
        [
            (lambda self, value, **named: f"<p>{value}</p>", "what is left of it"),
            (lambda self, value, **named: '<p class="lead">Here</p>', "what is left of it"),
            (
                lambda self, value, **named: f"<p>{counted.append(1) or len(counted)}</p>",
                "may depend on its arguments alone",
            ),
            (lambda self, value, **named: None, "which is no text"),
        ],
    )
    def test_html_that_is_not_safe(self, html, sentence):
        with pytest.raises(Breach, match=sentence):
            outputs.is_safe_html(type("Unsafe", (Note,), {"html": html})(), "<script>alert(1)</script>")

    def test_a_block_that_is_shared(self):
        one = Note().block()
        with pytest.raises(Breach, match="make a new one each time"):
            outputs.is_safe_html(type("Shared", (Note,), {"block": lambda self: one})(), "Here")

    @pytest.mark.parametrize(
        ("every", "sound"), [(timedelta(days=1), True), (timedelta(seconds=1), False), (timedelta(0), False)]
    )
    def test_a_job_that_never_rests(self, every, sound):
        job = type("Often", (), {"slug": "toy_often", "every": every})()
        if sound:
            outputs.comes_round(job)
        else:
            with pytest.raises(Breach, match="once a minute"):
                outputs.comes_round(job)


def test_every_law_is_asked_by_the_contract():
    """Each function of the modules of laws is named in a test of the contract, or in a law that others share."""
    asked = inspect.getsource(PluginContract) + inspect.getsource(PlacesContract)
    shared = inspect.getsource(upgrades)
    missing = [
        f"{module.__name__}.{name}"
        for module in (identity, names, source, records, activities, question_types, outputs, lists)
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
        if f"{module.__name__.rpartition('.')[2]}.{name}(" not in asked and f" {name}(" not in shared
    ]
    assert missing == []
