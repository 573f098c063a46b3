"""The result of a quiz leads to the passages of the lessons that explain what was not right."""

import re
from uuid import uuid4

import pytest

from assessments.questions.models import Question
from assessments.quiz.models import Draw
from courses.catalogue import lookup
from courses.models import LessonPage
from lms.learning.progress.models import Attempt
from tests.builders import event, make_question, right_answers, wrong_answers

from .test_sitting import QUIZ, set_up, sit  # noqa: F401

LESSON = "/learn/trafficking/trafficking-lesson-2/"


@pytest.fixture
def submit(sit):
    """`submit(right)`: the page of the result of two questions, one on rescue at sea; right where they are named."""

    def submit(*right: str, lessons: bool = True) -> str:
        category = Question.objects.first().category
        sea = make_question(category, "A crowded boat is sinking at night. Who has to rescue the people?")
        other = make_question(category, "Whose passport may an employer keep?")
        lesson = LessonPage.objects.get(slug="trafficking-lesson-2")
        blocks = [("heading", "Rescue at sea"), ("text", "<p>Every ship has to rescue people from a sinking boat.</p>")]
        old = lesson.body.get_prep_value()
        lesson.body = [*old, *({"type": kind, "id": str(uuid4()), "value": value} for kind, value in blocks)]
        lesson.save_revision().publish()
        for one in () if lessons else LessonPage.objects.all():
            one.unpublish()
        client, attempt = sit(draws=[Draw(question=sea), Draw(question=other)], shuffle=False)
        answers = wrong_answers(attempt)
        names = {"sea": f"q:{sea.translation_key}", "other": f"q:{other.translation_key}"}
        answers |= {names[name]: right_answers(attempt)[names[name]] for name in right}
        client.post(QUIZ, event(**answers))
        return client.get(QUIZ).content.decode()

    return submit


def test_what_was_not_right_comes_first_with_the_passage_that_explains_it(submit):
    page = submit("other")
    assert re.search(rf'href="{LESSON}#part-\d+"[^>]*>Rescue at sea</a>', page)
    assert (
        page.index("Try again") < page.index("Not passed") < page.index("Rescue at sea") < page.index("A crowded boat")
    )
    folded = page[page.index("<details>") :]
    assert "Right: 1 answer" in folded and "Whose passport" in folded and "A crowded boat" not in folded
    assert page.count("<details") == page.count("</details>")


def test_nothing_is_to_read_where_all_is_right(submit):
    page = submit("sea", "other")
    assert "What to read again first" not in page and "Right: 2" not in page and "Whose passport" in page


def test_a_course_without_lessons_sends_nobody_to_lessons(submit):
    page = submit(lessons=False)
    assert "Not passed" in page and "read again" not in page and "lessons" not in page.lower()


def test_costs_no_statement_once_the_process_knows_the_course(submit, as_, wanjiru, django_assert_num_queries):
    submit()
    client = as_(wanjiru)
    client.get(QUIZ)
    assert Attempt.objects.count() == 1
    with django_assert_num_queries(3):  # session, place, whether the exam is over
        client.get(QUIZ)
    lookup.forget()
    assert "Rescue at sea" in client.get(QUIZ).content.decode()
