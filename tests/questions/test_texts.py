"""The texts of questions as learners get them, and a quiz that is compiled from them."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.questions.bank.texts import Texts, inline
from assessments.questions.models import Question
from assessments.quiz.activity import Quiz
from assessments.quiz.models import QuizPage
from lms.foundation.plugins.activity import NotReady
from tests.builders import make_question


@pytest.fixture
def image(db):
    return get_image_model().objects.create(title="Act, means, purpose", file=get_test_image_file())


def compiled(page, language="en"):
    return Quiz().compile(page, language=language, country="")


def test_one_paragraph_stands_in_a_line_and_several_stay(category):
    texts = Texts([])
    assert texts.html("<p data-block-key='x'>One &lt; <b>two</b></p>") == "One &lt; <b>two</b>"
    assert texts.html("<p>One</p><p>two</p>") == "<p>One</p><p>two</p>"
    assert texts.line("<p>One</p>\n<p>two</p>") == "One<br>two" == inline("<p>One</p><p>two</p>")


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>a<script>alert(1)</script></p>",
        '<p>a<img src="https://elsewhere.example/x.png"></p>',
        '<p>a<img src="x" onerror="alert(1)"></p>',
        '<p onclick="alert(1)" style="color: red">a</p>',
        '<p>a<embed embedtype="image" id="999999" alt="gone"/></p>',
        '<p>a<embed embedtype="media" url="https://elsewhere.example/"/></p>',
    ],
)
def test_nothing_foreign_comes_through(category, hostile):
    found = Texts([]).html(hostile)
    assert found.replace("<img>", "") == "a"


def test_a_picture_is_kept_and_named_by_its_hash(category, image, settings):
    question = make_question(
        category, f'What? <embed embedtype="image" id="{image.pk}" alt="Three &quot;rings&quot;" format="left"/>'
    )
    texts = Texts([question])

    found = texts.html(question.stem)

    (kept,) = texts.media
    assert f'<img src="/content/{kept}"' in found and 'alt="Three &quot;rings&quot;"' in found
    assert "wagtail" not in found
    assert kept.endswith(".webp")


def test_pictures_and_links_of_many_questions_cost_as_much_as_of_one(category, image, django_assert_max_num_queries):
    stem = f'<embed embedtype="image" id="{image.pk}" alt=""/>'
    many = [make_question(category, f"{number} {stem}") for number in range(4)]
    first = Texts(many[:1])
    first.html(many[0].stem)
    with django_assert_max_num_queries(2):  # the image, its rendition
        texts = Texts(many)
        assert len({texts.html(question.stem) for question in many}) == 4
    assert len(texts.media) == 1


def test_a_quiz_carries_the_files_of_its_questions(course_page, image):
    quiz = QuizPage.objects.child_of(course_page).get()
    question = Question.objects.filter(category=quiz.draws.get().category).first()
    question.stem = f'<p><embed embedtype="image" id="{image.pk}" alt=""/></p>'
    question.save()

    made = compiled(quiz)

    assert len(made.media) == 1
    assert made.media[0] in made.definition["questions"][str(question.translation_key)]["stem"]


def test_each_part_of_a_question_has_its_place_in_the_definition(course_page):
    quiz = QuizPage.objects.child_of(course_page).get()
    for question in compiled(quiz).definition["questions"].values():
        assert set(question) == {"kind", "language", "stem", "shown", "key", "reveal", "feedback", "hints"}
        assert "About" not in str(question["shown"]) and "About" in str(question["reveal"])


def test_true_and_false_are_said_in_the_language_of_the_question(course_page):
    quiz = QuizPage.objects.child_of(course_page).get()
    category = quiz.draws.get().category
    french = make_question(category, "Vrai ?", "truefalse", language="fr")
    french.save()

    by_language = {
        language: compiled(quiz, language).definition["questions"][str(french.translation_key)]
        for language in ("en", "fr")
    }

    assert by_language["en"]["shown"] == by_language["fr"]["shown"]
    assert (by_language["en"]["language"], by_language["fr"]["language"]) == ("fr", "")


def test_a_question_of_a_type_that_is_gone_is_named(course_page):
    quiz = QuizPage.objects.child_of(course_page).get()
    question = Question.objects.filter(category=quiz.draws.get().category).first()
    question.body = [{"type": "riddle", "id": "1", "value": {"answer": "a man"}}]
    question.save()
    with pytest.raises(NotReady, match="riddle"):
        compiled(quiz)
