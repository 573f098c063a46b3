"""A question answered by whoever writes it: marked, explained, and nothing kept."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text

from assessments.questions.bank.trial_storage import LASTING, MOST, keep
from assessments.questions.models import Question, Trial
from lms.learning.progress.models import Attempt
from tests.builders import make_question

from .test_admin import form


def trial(page: str) -> str:
    return re.search(r'name="trial" value="([^"]+)"', page)[1]


@pytest.fixture
def question(bank):
    return make_question(bank, "Which element?")


def test_is_asked_without_its_key_and_marked_with_what_is_right_and_why(as_, editor, question):
    client = as_(editor)
    page = client.get(reverse("questions_try", args=[question.pk])).content.decode()
    assert "Which element?" in page and "About First" not in page
    options = question.written()["options"]

    right = client.post(reverse("questions_answer"), {"trial": trial(page), "try:0": options[0]["id"]}).content.decode()
    wrong = client.post(reverse("questions_answer"), {"trial": trial(page), "try:0": options[1]["id"]}).content.decode()
    none = client.post(reverse("questions_answer"), {"trial": trial(page)}).content.decode()

    assert "pill-done" in right and "About First" in right and "Because." in right
    assert "Not right" in wrong
    assert "You did not answer this question." in none
    assert not Attempt.objects.exists()


def test_an_answer_that_is_none_is_refused_with_a_sentence(as_, editor, question):
    client = as_(editor)
    page = client.get(reverse("questions_try", args=[question.pk])).content.decode()

    response = client.post(reverse("questions_answer"), {"trial": trial(page), "try:0": "nonsense"})

    assert response.status_code == 422 and "Choose among the options shown." in response.content.decode()


@pytest.mark.parametrize("token", ["", "x", "\x00", "x" * 10_000])
def test_a_token_that_was_never_given_is_worth_nothing(as_, editor, token):
    assert as_(editor).post(reverse("questions_answer"), {"trial": token}).status_code == 422


def test_a_form_that_was_left_open_for_a_day_asks_to_be_loaded_again(as_, editor, question, bank):
    client = as_(editor)
    page = client.get(reverse("questions_try", args=[question.pk])).content.decode()
    assert trial(client.get(reverse("questions_try", args=[question.pk])).content.decode()) == trial(page)
    Trial.objects.update(at=timezone.now() - LASTING)

    assert client.post(reverse("questions_answer"), {"trial": trial(page)}).status_code == 422
    client.get(reverse("questions_try", args=[make_question(bank, "Another?").pk]))
    assert Trial.objects.count() == 1


def test_so_many_forms_are_kept_and_no_more(editor, now):
    for number in range(MOST + 3):
        keep(asked={"title": str(number)}, by=editor, now=now + timedelta(seconds=number))

    assert Trial.objects.count() == MOST and not Trial.objects.filter(asked__title="0").exists()


def test_is_previewed_before_it_is_saved(as_, editor, bank):
    client = as_(editor)
    address = reverse("wagtailsnippets_questions_question:preview_on_add")
    assert client.post(address, form(bank, stem=rich_text("<p>Not saved yet?</p>"))).json() == {
        "is_valid": True,
        "is_available": True,
    }

    response = client.get(address)

    page = response.content.decode()
    assert "Not saved yet?" in page and "The means" in page
    assert not Question.objects.exists()
    answered = client.post(
        reverse("questions_answer"), {"trial": trial(page), "try:0": "00000000-0000-0000-0000-000000000000"}
    )
    assert "pill-done" in answered.content.decode() and answered["X-Frame-Options"] == "SAMEORIGIN"


def test_says_what_is_missing_while_it_is_being_written(as_, editor, bank):
    client = as_(editor)
    address = reverse("wagtailsnippets_questions_question:preview_on_add")
    client.post(
        address,
        nested_form_data(
            {
                "category": bank.pk,
                "stem": rich_text("<p>?</p>"),
                "body": {"count": 0},
                "hints": {"count": 0},
                "sounds": {"count": 0},
            }
        ),
    )

    assert "Choose a type" in client.get(address).content.decode()


def test_a_copy_begins_as_the_question_and_is_one_of_its_own(as_, editor, question):
    client, copy = as_(editor), reverse("wagtailsnippets_questions_question:copy", args=[question.pk])
    assert "Copy of Which element?" in client.get(copy).content.decode()

    client.post(
        reverse("wagtailsnippets_questions_question:add"), form(question.category, name="Copy of Which element?")
    )

    copied = Question.objects.get(name="Copy of Which element?")
    assert copied.translation_key != question.translation_key
