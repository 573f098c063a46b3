"""What is unanswered, unfinished or unchanged costs no try, and is not called answered;
what is wrong stands beside its question.
"""

from typing import Any

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.question import questions
from lms.learning.progress.models import Attempt
from tests.questions import arranged, open, typed

from .test_behaviours import Sitting

ARRANGED = arranged.bodies()
FIVE = "five words are not enough"
GAPS = [gap["id"] for gap in typed.gapfill("typed")["gaps"]]


def half(kind: str) -> tuple[str, dict[str, Any], Any, Any, str]:
    """A type, a body, an answer given half-way, one that is whole but wrong, and what is said of the first."""
    body = ARRANGED[kind]
    split = questions.get(kind).split(body)
    order = questions.get(kind).order(split.shown, chance=None)
    items = order if kind == "ordering" else order["items"]
    whole = dict.fromkeys(items, order["choices"][0]) if kind != "ordering" else {}
    whole |= {item: place for place, item in enumerate(reversed(split.key.get("order", [])), start=1)}
    return kind, body, dict([*whole.items()][:-1]), whole, "1 item has "


UNFINISHED = [
    *map(half, ARRANGED),
    (
        "ordering",
        ARRANGED["ordering"],
        dict.fromkeys([one["id"] for one in ARRANGED["ordering"]["items"]], 1),
        {},
        "the same place",
    ),
    ("numerical", typed.NUMBERS, "five", "7 m", "in digits"),
    ("gapfill", typed.gapfill("typed"), {GAPS[0]: "x"}, {GAPS[0]: "x", GAPS[1]: "y", GAPS[2]: "3"}, "2 gaps are"),
    ("gapfill", typed.gapfill("typed"), {GAPS[0]: "x", GAPS[1]: "y", GAPS[2]: "three"}, {}, "in digits"),
    ("gapfill", typed.gapfill("list"), {GAPS[0]: "a0"}, {}, "2 gaps are"),
    (
        "freetext",
        open.freetext(words_min=15, words_max=90),
        FIVE,
        "word " * 20,
        "You have written 5 words. Write 15 to 90",
    ),
    ("freetext", open.freetext(words_min=None, words_max=3), "one two three four", "one", "at most 3 words"),
    ("rating", open.rating(), {"a": 2}, {"a": 1, "b": 5, "c": 3}, "2 statements are"),
]


@pytest.mark.parametrize(("kind", "body", "part", "whole", "said"), UNFINISHED)
def test_a_type_says_what_is_missing_and_nothing_of_what_is_right(kind, body, part, whole, said):
    type_ = questions.get(kind)
    split = type_.split(body)
    order = type_.order(split.shown, chance=None)
    assert said in type_.unfinished(split.key, part, order=order)
    assert not whole or type_.unfinished(split.key, whole, order=order) == ""


class TestCheck:
    def sitting(self, kind: str, body: dict[str, Any], **settings: Any) -> Sitting:
        split = questions.get(kind).split(body)
        question = {
            "kind": kind,
            "stem": "",
            "shown": split.shown,
            "key": split.key,
            "reveal": split.reveal,
            "feedback": "",
            "hints": ["H"],
        }
        section = {"heading": "", "introduction": "", "draws": [{"number": 0, "questions": ["one"], "mark": 1.0}]}
        return Sitting(
            behaviour="immediate", tries=2, penalty=0.5, sections=[section], questions={"one": question}, **settings
        )

    def check(self, sitting: Sitting) -> dict[str, Any]:
        return sitting.shows()["items"][0]["check"]

    def test_words_typed_into_a_number_cost_nothing_and_are_kept(self):
        sitting = self.sitting("numerical", typed.NUMBERS).does(q_one=["five"], check=["one"])
        assert sitting.state["responses"] == {"one": "five"} and not {"tries", "checked"} & set(sitting.state)
        assert "in digits" in self.check(sitting)["spared"] and self.check(sitting)["left"] == 2
        assert self.check(sitting)["hints"] == []
        sitting.does(q_one=["5 m"], check=["one"])
        assert self.check(sitting)["verdict"] == "right" and "spared" not in sitting.state
        assert sitting.does(submit=["1"]).state["marks"] == {"one": 1.0}

    def test_items_half_sorted_cost_nothing(self):
        body = ARRANGED["classification"]
        sitting = self.sitting("classification", body)
        first = sitting.form["items"][0]["order"]["items"][0]
        sitting.does(**{f"q_one_{first}": ["1"], "check": ["one"]})
        assert "items have nothing chosen yet" in self.check(sitting)["spared"] and self.check(sitting)["left"] == 2

    def test_an_unchanged_answer_costs_one_try_and_no_more(self):
        sitting = self.sitting("shorttext", typed.SHORT)
        for _press in range(3):
            sitting.does(q_one=["no"], check=["one"])
        assert sitting.state["tries"] == {"one": 1}
        assert self.check(sitting)["verdict"] == "wrong" and "Change it" in self.check(sitting)["spared"]
        sitting.does(q_one=["nothing"])
        assert self.check(sitting)["spared"] == ""

    def test_nothing_at_all_costs_nothing(self):
        sitting = self.sitting("shorttext", typed.SHORT).does(check=["one"])
        assert "not answered this question" in self.check(sitting)["spared"] and "tries" not in sitting.state

    def test_a_right_answer_is_right_whatever_is_missing(self):
        starred = {
            **typed.gapfill("typed"),
            "gaps": [typed.gap("a", typed.answer("a1", "*"), kind="number")],
            "text": "<p>[[a]]</p>",
        }
        sitting = self.sitting("gapfill", starred).does(q_one_a=["any"], check=["one"])
        assert self.check(sitting)["verdict"] == "right"


def test_a_text_of_five_words_is_not_called_answered():
    split = questions.get("freetext").split(open.freetext(words_min=15, words_max=90))
    question = {
        "kind": "freetext",
        "stem": "",
        "shown": split.shown,
        "key": split.key,
        "reveal": {},
        "feedback": "",
        "hints": [],
    }
    section = {"heading": "", "introduction": "", "draws": [{"number": 0, "questions": ["one"], "mark": 1.0}]}
    sitting = Sitting(sections=[section], questions={"one": question}).does(q_one=[FIVE])
    shown = sitting.shows()
    assert (shown["unanswered"], [line["number"] for line in shown["unfinished"]], shown["map"][0]["answered"]) == (
        0,
        [1],
        False,
    )
    assert "You have written 5 words. Write 15 to 90 words." in shown["unfinished"][0]["missing"]
    shown = sitting.does(q_one=["word " * 20]).shows()
    assert (shown["unanswered"], shown["unfinished"], shown["map"][0]["answered"]) == (0, [], True)


@pytest.fixture
def typed_attempt(as_, wanjiru, typed_quiz):
    client = as_(wanjiru)
    client.post("/learn/words/words-quiz/start/", {"event_id": str(uuid7())})
    attempt = Attempt.objects.get()
    attempt.form["rules"] = {"behaviour": "immediate"}
    attempt.save()
    return client, attempt


def test_the_page_says_it_beside_the_question(typed_attempt):
    client, attempt = typed_attempt
    item = next(item for item in attempt.form["items"] if item["kind"] == "numerical")
    url, name = "/learn/words/words-quiz/", item["id"]
    answered = client.post(url, {"event_id": str(uuid7()), f"q:{name}": "five", "check": name})
    assert answered["Location"] == f"{url}#check-{name}"
    page = client.get(url).content.decode()
    block = page[page.index(f'id="check-{name}"') :]
    assert f'<p class="error" id="error-{name}">This could not be read as one number.' in block
    assert "This did not use up a try." in block
    assert f'aria-describedby="q:{name}-help error-{name}" aria-invalid="true"' in page
    assert f'aria-describedby="error-{name}"' in page
    review = client.get(f"{url}?review").content.decode()
    assert "All questions are answered." not in review and "This could not be read as one number." in review
    attempt.refresh_from_db()
    assert "tries" not in attempt.state


def test_what_is_refused_stands_beside_its_question_and_above_with_the_focus(typed_attempt):
    client, attempt = typed_attempt
    name = attempt.form["items"][0]["id"]
    refused = client.post("/learn/words/words-quiz/", {"event_id": str(uuid7()), f"q:{name}": "x" * 300})
    page = refused.content.decode()
    assert refused.status_code == 422 and page.count("Write at most 250 characters.") == 2
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in page
    assert f'<a href="#question-{name}">' in page
    assert f'id="error-{name}" data-refused>Write at most' in page
