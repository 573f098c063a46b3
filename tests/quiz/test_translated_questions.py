"""Questions in two languages: half a translation is not asked,
and one that is older than its source marks the quiz for learners.
"""

import pytest
from django.test import TestCase
from django.urls import reverse
from wagtail_localize.models import Translation

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import Course, TranslatedFrom
from tests.builders import unsearched
from tests.courses.conftest import decided
from tests.courses.french import above_in_french, finish, translate
from tests.kept import kept
from tests.releasing import release_waiting


@pytest.fixture
def quiz(course, course_page, programme_page, site, french) -> QuizPage:
    """The quiz of the course, in French as well; the questions are in English alone."""
    above_in_french(site, programme_page, french)
    quiz = QuizPage.objects.get()
    quiz_in_french(course_page, quiz, french)
    return quiz


@kept
@unsearched()
def quiz_in_french(course_page, quiz, french) -> None:
    for page in (course_page, quiz):
        translation = translate(page, french)
        finish(translation)
        with TestCase.captureOnCommitCallbacks(execute=True):
            translation.save_target(publish=True)
    assert release_waiting() == []


@pytest.fixture
def question(quiz) -> Question:
    return Question.objects.order_by("pk").first()


def translated(question, french, on_commit, *, leave: int = 0) -> Translation:
    translation = translate(question, french)
    finish(translation, leave=leave)
    with on_commit():
        translation.save_target(publish=True)
    assert release_waiting() == []
    return translation


def asked(question, language: str) -> dict:
    from courses.catalogue import lookup

    entry = Course.objects.get().release.outline.by_id(str(QuizPage.objects.order_by("pk").first().translation_key))
    return lookup.content(entry.contents[language]).definition["questions"][str(question.translation_key)]


def older() -> tuple[str, ...]:
    return (
        Course.objects.get().release.outline.by_id(str(QuizPage.objects.order_by("pk").first().translation_key)).older
    )


def rewritten(question, on_commit, stem: str) -> None:
    question = Question.objects.get(pk=question.pk)
    question.stem = stem
    with on_commit():
        question.save_revision().publish()
    assert release_waiting() == []


def test_a_drafted_question_is_released_with_what_its_effect_says_of_translations(
    question, french, on_commit, superuser, as_
):
    """The effect is shown as if the draft was published: its translation is older then,
    and releasing it finds the same.
    """
    translated(question, french, on_commit)
    question = Question.objects.get(pk=question.pk)
    question.stem = "<p>What else?</p>"
    question.save_revision()
    key, client = Course.objects.get().pk, as_(superuser)
    address = reverse("courses_release", args=[key])
    shown = client.get(f"{address}?draft=questions.question:{question.pk}")
    assert "French is older than the source: Quiz" in shown.content.decode()
    assert not TranslatedFrom.objects.exclude(older_since=None).exists()

    with on_commit():
        client.post(address, decided(shown))

    assert older() == ("fr",)


def test_half_a_translation_is_not_asked(question, french, on_commit):
    translation = translated(question, french, on_commit, leave=1)
    assert asked(question, "fr")["language"] == "en"

    finish(translation)
    rewritten(Question.objects.filter(locale__language_code="en").last(), on_commit, "<p>Another?</p>")
    assert asked(question, "fr")["language"] == "en"

    translated(question, french, on_commit)
    assert asked(question, "fr")["language"] == ""


def test_a_changed_question_marks_the_quiz_in_the_other_language(question, french, on_commit):
    translated(question, french, on_commit)
    assert older() == ()

    rewritten(question, on_commit, "<p>What else?</p>")
    assert older() == ("fr",)
    assert asked(question, "fr")["stem"].startswith("FR")

    translated(Question.objects.get(pk=question.pk), french, on_commit)
    assert older() == ()


def test_a_corrected_key_marks_it_too(question, french, on_commit):
    """Its texts are the same, but learners of the other language are marked by the old key."""
    translated(question, french, on_commit)
    question = Question.objects.get(pk=question.pk)
    body = list(question.body.raw_data)
    options = body[0]["value"]["options"]
    options[0]["value"]["right"], options[1]["value"]["right"] = False, True
    question.body = body
    with on_commit():
        question.save_revision().publish()
    assert release_waiting() == []

    assert older() == ("fr",)


def test_changed_settings_of_the_quiz_mark_it(quiz, on_commit):
    page = QuizPage.objects.get(pk=quiz.pk)
    page.pass_mark = 90
    with on_commit():
        page.save_revision().publish()
    assert release_waiting() == []

    assert older() == ("fr",)


def test_publishing_half_of_one_says_what_is_asked(question, french, on_commit, superuser, as_):
    translation = translate(question, french)
    finish(translation, leave=1)
    with on_commit():
        translation.save_target(publish=False)
    made = Question.objects.get(translation_key=question.translation_key, locale=french)
    address = reverse("wagtailsnippets_questions_question:edit", args=[made.pk])
    client = as_(superuser)
    with on_commit():
        client.post(address, {"action": "publish"})

    assert (
        "1 text in it has no translation. Learners read it in English until a complete version is released."
        in client.get(address).content.decode()
    )
    made.refresh_from_db()
    assert made.live


def test_a_draft_does_not_take_a_published_translation_away(question, french, on_commit):
    translation = translated(question, french, on_commit)
    with on_commit():
        translation.save_target(publish=False)

    made = Question.objects.get(translation_key=question.translation_key, locale=french)
    assert made.live and made.has_unpublished_changes


def test_the_number_of_statements_is_that_of_one_question(quiz, question, french, on_commit, django_assert_num_queries):
    from assessments.quiz.page.bank import compiled_questions

    keys = {str(one.translation_key) for one in Question.objects.all()}
    for one in list(Question.objects.all())[:3]:
        translated(one, french, on_commit)
    assert TranslatedFrom.objects.count() > 3
    with django_assert_num_queries(2):
        compiled_questions(quiz, keys, language="fr")
