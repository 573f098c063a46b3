"""Contents and attempts from before each type decided its own shape: they are shown, answered,
marked and rebuilt as ever.
"""

from datetime import UTC, datetime

import pytest

from courses.catalogue import lookup
from courses.models import Content
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.question import Parts, QuestionType, questions
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
QUIZ = "/learn/trafficking/trafficking-quiz/"


def question(kind: str, options: str, key: str) -> dict:
    told = [{"id": name, "text": f"{name} & co", "feedback": f"About {name}"} for name in options]
    return {"kind": kind, "language": "", "stem": "Less < more?", "key": list(key), "feedback": "Why", "options": told}


QUESTIONS = {
    "one": question("single", "abc", "a"),
    "two": question("multiple", "def", "de"),
    "three": question("truefalse", "tu", "t"),
}
DEFINITION = {
    "introduction": "",
    "pass_mark": 0.7,
    "attempts": 2,
    "shuffle": True,
    "pools": [{"number": 0, "questions": list(QUESTIONS)}],
    "questions": QUESTIONS,
}
FORM = {
    "pass_mark": 0.7,
    "items": [
        {"id": "one", "kind": "single", "order": ["b", "c", "a"], "key": ["a"]},
        {"id": "two", "kind": "multiple", "order": ["f", "d", "e"], "key": ["d", "e"]},
        {"id": "three", "kind": "truefalse", "order": ["t", "u"], "key": ["t"]},
    ],
}
"""What was drawn from it with seed 7."""


def test_the_same_seed_still_draws_the_same_items():
    form, _state = activities.get("quiz").begin(DEFINITION, seed=7)
    assert [(item["id"], item["order"]) for item in form["items"]] == [
        (item["id"], item["order"]) for item in FORM["items"]
    ]


def test_an_old_attempt_is_answered_and_marked():
    quiz = activities.get("quiz")
    state = quiz.answer(FORM, {"responses": {}, "flags": []}, {"q:two": ["", "e", "d"]}, now=NOW).state
    assert state["responses"] == {"two": ["d", "e"]}
    step = quiz.answer(FORM, state, {"q:one": ["b"], "q:three": ["t"], "submit": ["1"]}, now=NOW)
    assert step.state["marks"] == {"one": 0.0, "two": 1.0, "three": 1.0}
    assert step.outcome.score == pytest.approx(2 / 3)


def test_an_old_question_is_shown_as_text_and_keeps_its_secrets():
    open_now = activities.get("quiz").context(DEFINITION, FORM, {"responses": {}, "flags": []}, closed=False, now=NOW)
    first = open_now["items"][0]
    assert (first["stem"], first["options"][0]["text"]) == ("Less &lt; more?", "b &amp; co")
    assert "About" not in str(open_now) and "Why" not in str(open_now)

    state = {"responses": {"one": ["b"]}, "flags": [], "marks": {"one": 0.0, "two": 0.0, "three": 0.0}}
    closed = activities.get("quiz").context(DEFINITION, FORM, state, closed=True, now=NOW)
    assert closed["items"][0]["options"][0]["feedback"] == "About b"
    assert [option["said"] for option in closed["items"][0]["options"]] == ["Your answer", "", "The right answer"]


@pytest.fixture
def old_attempt(enrolment, now):
    """An attempt under way whose content and form are made as they were before."""
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    digest = entry.content("en", "", "en")
    Content.objects.filter(pk=digest).update(definition=DEFINITION)
    lookup.forget()
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=7)
    Attempt.objects.filter(pk=attempt.pk).update(form=FORM)
    attempt.refresh_from_db()
    return attempt


def test_a_learner_finishes_an_old_attempt_and_it_can_be_rebuilt(as_, wanjiru, old_attempt):
    client = as_(wanjiru)
    page = client.get(QUIZ).content.decode()
    assert "Less &lt; more?" in page and "b &amp; co" in page
    client.post(QUIZ, {"event_id": str(uuid7()), "q:one": "a", "q:two": ["", "d", "e"], "q:three": "u", "submit": "1"})

    result = client.get(QUIZ).content.decode()
    assert "2 of 3 questions right" in result and "About u" in result
    assert list(rebuild(write=False)) == []


class Tally(QuestionType):
    """Which numbers were seen; its key is a list of texts, as an old quiz's was."""

    slug, name, template = "seen_tally", "Tally", "interface/components/empty.html"

    def block(self):
        raise NotImplementedError

    def body(self, value):
        raise NotImplementedError

    def problems(self, body):
        return []

    def split(self, body):
        return Parts(shown={"numbers": body["numbers"]}, key=body["seen"])

    def order(self, shown, *, chance):
        return list(shown["numbers"])

    def read(self, data, *, order):
        return [number for number in order if number in data.get("", [])]

    def mark(self, key, response):
        return float(response == key)

    def context(self, shown, *, order, response, key=None, reveal=None):
        return {"right": key}


@pytest.fixture
def tally(monkeypatch):
    monkeypatch.setitem(questions._entries, Tally.slug, Tally())
    parts = Tally().split({"numbers": ["1", "2", "3"], "seen": ["1", "3"]})
    return {
        "kind": Tally.slug,
        "language": "",
        "stem": "Which?",
        "shown": parts.shown,
        "key": parts.key,
        "reveal": {},
        "feedback": "",
        "hints": [],
    }


@pytest.mark.parametrize("beside", [{}, QUESTIONS], ids=["alone", "beside old questions"])
@pytest.mark.parametrize(("chosen", "earned"), [(["1", "3"], 1.0), (["1"], 0.0)])
def test_a_key_that_is_a_list_is_what_its_type_says(tally, beside, chosen, earned):
    quiz, definition = (
        activities.get("quiz"),
        {
            **DEFINITION,
            "questions": {**beside, "seen": tally},
            "pools": [{"number": 0, "questions": [*beside, "seen"]}],
        },
    )
    form, state = quiz.begin(definition, seed=7)
    assert next(item for item in form["items"] if item["id"] == "seen")["key"] == ["1", "3"]
    step = quiz.answer(form, state, {"q:seen": chosen, "submit": ["1"]}, now=NOW)
    assert step.state["marks"]["seen"] == earned
    shown = quiz.context(definition, form, step.state, closed=True, now=NOW)
    assert next(item for item in shown["items"] if item["id"] == "seen")["right"] == ["1", "3"]
    again = quiz.fold(form, step.state, "rescored", {"keys": {"seen": ["1"]}, "lower": True}, now=NOW)
    assert again.state["marks"]["seen"] == 1 - earned
