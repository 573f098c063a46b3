"""A quiz of questions with a picture, a text, ratings and a sound, without JavaScript:
nothing is told before it is due.
"""

import pytest

from courses.models import Content
from lms.learning.progress.models import Attempt
from tests.builders import event
from tests.questions.open import ask_them_all

QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def asked(course_page):
    return {kind: f"q:{question.translation_key}" for kind, question in ask_them_all(course_page).items()}


@pytest.fixture
def learner(asked, enrolment, wanjiru, as_):
    return as_(wanjiru)


@pytest.fixture
def attempt(learner):
    learner.post(f"{QUIZ}start/", event())
    return Attempt.objects.get()


def main(response) -> str:
    return response.content.decode().split("<main")[1]


def test_everything_that_it_needs_is_kept_with_it(asked, course):
    content = Content.objects.get(
        digest=next(iter(course.release.outline.by_slug("trafficking-quiz").contents.values()))
    )
    assert sorted(name.rpartition(".")[2] for name in content.media) == ["mp3", "webp"]


def test_is_asked_answered_and_explained(learner, attempt, asked):
    page = main(learner.get(QUIZ))
    assert page.count('role="radiogroup"') == 3 and "<textarea" in page and '<svg viewBox="0 0 800 500"' in page
    assert "Write 5 to 60 words." in page and "The means are named" in page and "Somewhere else in the picture" in page
    assert '<audio src="/content/' in page and 'preload="none"' in page and "They took <b>my papers</b>." in page
    answers = {
        asked["hotspot"]: "stamp",
        asked["freetext"]: "Debt & threats\r\n\r\nagainst her family",
        f"{asked['rating']}:a": "5",
        f"{asked['rating']}:b": "2",
    }

    learner.post(QUIZ, event(**answers))
    again = main(learner.get(QUIZ))
    learner.post(QUIZ, event(submit="1"))
    result = main(learner.get(QUIZ))

    assert 'value="stamp" checked' in again and ">\nDebt &amp; threats\n\nagainst her family</textarea>" in again
    assert again.count('value="5" checked') == again.count('value="2" checked') == 1
    state = Attempt.objects.get().state
    given = {kind: state["responses"][field.removeprefix("q:")] for kind, field in asked.items()}
    assert given == {
        "hotspot": ["stamp"],
        "freetext": "Debt & threats\n\nagainst her family",
        "rating": {"a": 5, "b": 2},
    }
    marks = {kind: state["marks"][field.removeprefix("q:")] for kind, field in asked.items()}
    assert marks == {"hotspot": 1.0, "freetext": None, "rating": None}
    assert "Your answer, and it is right" in result and "About the stamp" in result
    assert 'class="correct yours chosen"' in result
    assert "Waits to be marked by a person" in result and "5 words" in result and "Debt bondage" in result
    assert "Points: 2.5" in result
    assert "Your rating: 5 of 5" in result and "Strongly agree" in result and "not rated" in result
    assert '<audio src="/content/' in result


def test_a_text_that_is_too_long_is_refused_and_nothing_is_lost(learner, attempt, asked):
    learner.post(QUIZ, event(**{asked["freetext"]: "Debt"}))
    response = learner.post(QUIZ, event(**{asked["freetext"]: "a" * 20_001}), headers={"X-Requested-With": "fetch"})
    assert response.status_code == 422 and "20001 characters" in response.content.decode()
    assert "Debt" in Attempt.objects.get().state["responses"].values()
