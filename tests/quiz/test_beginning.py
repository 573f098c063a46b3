"""A quiz that begins with the questions of a file."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.questions.models import Category, Question
from assessments.quiz.models import QuizPage
from tests.questions.transfers import begin, many, write


@pytest.fixture
def batch(editor, course_page):
    """Three questions that an editor imported into a category of their own."""
    return write(begin(None, editor, many(3), name="debt.gift"))


def form(course_page, **fields) -> dict[str, object]:
    return {"title": "Debt", "course": course_page.pk, "number": 2, "pass_mark": 60, "key": str(uuid4()), **fields}


def test_the_page_of_the_import_leads_to_a_quiz_that_draws_from_its_category(batch, course_page, editor, as_):
    client, address = as_(editor), reverse("quiz_begin", args=[batch.pk])
    assert address in client.get(reverse("questions_import", args=[batch.pk])).content.decode()
    asked = client.get(address)
    assert "3 questions were imported into the category “debt”." in asked.content.decode()
    assert asked.context["form"].initial["number"] == 3 and asked.context["form"].initial["title"] == "debt"

    sent = form(course_page)
    responses = [client.post(address, sent) for _time in range(2)]

    quiz = QuizPage.objects.get(title="Debt")
    assert {one.url for one in responses} == {reverse("wagtailadmin_pages:edit", args=[quiz.pk])}
    [draw] = quiz.draws.all()
    assert (draw.category, draw.number) == (Category.objects.get(name="debt"), 2)
    assert not quiz.live and quiz.get_parent().pk == course_page.pk and quiz.pass_mark == 60


def test_what_cannot_be_used_is_said_and_kept(batch, course_page, editor, as_):
    response = as_(editor).post(reverse("quiz_begin", args=[batch.pk]), form(course_page, number=0, course=999))
    assert response.status_code == 422 and set(response.context["form"].errors) == {"number", "course"}
    assert 'value="Debt"' in response.content.decode() and not QuizPage.objects.filter(title="Debt").exists()


def test_it_is_theirs_alone_and_needs_questions(batch, course_page, editor, reviewer, as_):
    assert as_(reviewer).get(reverse("quiz_begin", args=[batch.pk])).status_code == 404
    Question.objects.filter(name__startswith="Q").delete()
    assert as_(editor).get(reverse("quiz_begin", args=[batch.pk])).status_code == 404
    waiting = begin(None, editor, many(1))
    assert as_(editor).get(reverse("quiz_begin", args=[waiting.pk])).status_code == 404
