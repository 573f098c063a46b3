"""Matching, ordering and classification in a quiz without JavaScript: select boxes, saved as they are,
with no key before it is due.
"""

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import event
from tests.questions.arranged import QUIZ, items_of, make_quiz, right_fields


@pytest.fixture
def learner(as_, wanjiru, programme_page, now):
    services.enrol(people=[wanjiru], course=make_quiz(programme_page), now=now)
    return as_(wanjiru)


@pytest.fixture
def attempt(learner):
    learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    return Attempt.objects.get()


def test_each_is_answered_and_marked(learner, attempt):
    page = learner.get(QUIZ).content.decode()
    fields = right_fields(attempt)
    assert all(f'name="{name}"' in page for name in fields)
    assert page.count("<select") == len(fields) == page.count('for="q:')

    learner.post(QUIZ, event(**fields))
    saved = learner.get(QUIZ).content.decode()
    assert saved.count(" selected") == len(fields)
    learner.post(QUIZ, event(submit="1"))

    attempt.refresh_from_db()
    assert attempt.score == 1 and set(attempt.state["marks"].values()) == {1.0}
    result = learner.get(QUIZ).content.decode()
    assert result.count("<b>Right</b>") == 3 + 5 and result.count("At its place") == 4
    assert "arrange.js" not in result and result.count("<select") == 1, "the one with which an answer is contested"


def test_an_answer_given_halfway_is_kept_and_earns_its_part(learner, attempt):
    items, fields = items_of(attempt), right_fields(attempt)
    matching, ordering = (f"q:{items[kind]['id']}:" for kind in ("matching", "ordering"))
    first = next(name for name in fields if name.startswith(matching))
    places = dict.fromkeys([name for name in fields if name.startswith(ordering)], "2")
    learner.post(QUIZ, event(**{first: fields[first], **places}))

    page = learner.get(QUIZ).content.decode()
    assert page.count(" selected") == 5 and "Several items have the same place." in page
    learner.post(QUIZ, event(submit="1"))

    attempt.refresh_from_db()
    marks = {kind: attempt.state["marks"][item["id"]] for kind, item in items.items()}
    assert marks == {"matching": pytest.approx(1 / 3), "ordering": 0, "classification": 0}
    result = learner.get(QUIZ).content.decode()
    assert "The right answer: <strong>Means</strong>" in result and "You did not answer this question." in result
    assert "Because Forced labour says so." in result and "The right order:" in result


def test_what_is_not_offered_is_refused_in_words(learner, attempt):
    before = attempt.state
    for name in right_fields(attempt):
        refused = learner.post(QUIZ, event(**{name: "99"}), headers={"X-Requested-With": "fetch"})
        assert refused.status_code == 422 and refused.content.decode().strip()
    attempt.refresh_from_db()
    assert attempt.state == before


def test_the_module_comes_once_and_only_where_it_is_needed(learner, attempt, course, wanjiru, now):
    assert learner.get(QUIZ).content.decode().count("questions/arrange.js") == 1
    services.enrol(people=[wanjiru], course=course, now=now)
    assert Enrolment.objects.count() == 2
    learner.post("/learn/trafficking/trafficking-quiz/start/", event())
    assert "arrange.js" not in learner.get("/learn/trafficking/trafficking-quiz/").content.decode()
