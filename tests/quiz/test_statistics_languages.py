"""A course that was really translated, one question badly: its statistics stand side by side, and say so."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from assessments.quiz.statistics import services as statistics_services
from courses.models import Activity, Course, CoursePage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import make_question, right_options, wrong_options
from tests.conftest import make_person
from tests.releasing import release_waiting

EACH = 16


def translate(instance, locale, on_commit) -> None:
    """Translate all there is to translate, as an editor does, and publish it."""
    source, _made = TranslationSource.update_or_create_from_instance(instance)
    translation = Translation.objects.get_or_create(source=source, target_locale=locale)[0]
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": f"FR {segment.string.data}", "translation_type": "manual", "tool_name": ""},
        )
    with on_commit():
        translation.save_target(publish=True)


@pytest.fixture
def quiz(programme_page, site, django_capture_on_commit_callbacks) -> Activity:
    """Five questions that everybody gets, in English and in French."""

    def on_commit():
        return django_capture_on_commit_callbacks(execute=True)

    french = Locale.objects.get_or_create(language_code="fr")[0]
    course = CoursePage(title="Papers", slug="papers", summary="Papers.", minutes=20)
    programme_page.add_child(instance=course)
    category = Category.objects.create(name="Papers")
    questions = [make_question(category, f"Question {number}?") for number in range(1, 6)]
    page = QuizPage(title="Papers quiz", slug="papers-quiz", pass_mark=50, attempts=3, introduction="Read well.")
    page.draws = [Draw(category=category, number=0)]
    course.add_child(instance=page)
    for node in (course, page):
        node.save_revision().publish()
    for node in (site, programme_page):
        node.copy_for_translation(french)
    for one in (course, page, *questions):
        translate(one, french, on_commit)
    assert release_waiting() == []
    return Activity.objects.get(pk=page.translation_key)


@pytest.fixture
def answered(quiz, academy) -> str:
    """Sixteen people in each language; half of them know four questions, the others one less; nobody understands the
    first in French. Gives the id of that question.
    """
    first = str(Question.objects.get(stem__contains="Question 1?", locale__language_code="en").translation_key)
    course = Course.objects.get()
    for number in range(2 * EACH):
        language = "fr" if number % 2 else "en"
        person = make_person(f"KE-5{number:03}", f"Cadet {number}", academy)
        services.enrol(people=[person], course=course, now=timezone.now())
        attempt = begun(Enrolment.objects.get(learner=person), quiz, language, seed=number)
        names = sorted(item["id"] for item in attempt.form["items"] if item["id"] != first)
        known = set(names[: 3 - number // 2 % 2]) | ({first} if language == "en" else set())
        data = {
            f"q:{item['id']}": right_options(item)[:1] if item["id"] in known else wrong_options(item)[:1]
            for item in attempt.form["items"]
        }
        services.answer(attempt=attempt, data={**data, "submit": ["1"]}, event_id=uuid7(), now=timezone.now())
    return first


def begun(enrolment, quiz, language: str, *, seed: int) -> Attempt:
    entry = enrolment.release.outline.by_id(str(quiz.pk))
    return services.begin(
        enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language=language, seed=seed
    )


@pytest.fixture
def run(quiz, answered):
    now = timezone.now()
    run = statistics_services.ask(activity=quiz, which="first", now=now)
    statistics_services.calculate(run.pk, now=now)
    run.refresh_from_db()
    return run


def test_each_language_has_figures_of_its_own_and_the_page_leads_to_the_bad_translation(
    run, answered, quiz, editor, as_
):
    assert (run.status, run.figures["all"]["number_of_attempts"]) == ("done", 2 * EACH)
    languages = run.figures["languages"]
    assert {name: one["number_of_attempts"] for name, one in languages.items()} == {"en": EACH, "fr": EACH}
    by_question = {name: {one["question"]: one for one in figures["questions"]} for name, figures in languages.items()}
    facility = {
        name: {key: one["facility_index"] for key, one in questions.items()} for name, questions in by_question.items()
    }
    assert (facility["en"][answered], facility["fr"][answered]) == (100, 0)
    others = set(facility["en"]) - {answered}
    assert len(others) == 4 and all(facility["en"][name] == facility["fr"][name] for name in others)
    # (3.5 of 5 in English, 2.5 in French)
    assert (languages["en"]["mean"], languages["fr"]["mean"]) == (pytest.approx(70), pytest.approx(50))
    # The options are the same in both languages
    apart = [
        {option["option"]: option["number"] for option in questions[answered]["options"]}
        for questions in by_question.values()
    ]
    (together,) = (one["options"] for one in run.figures["all"]["questions"] if one["question"] == answered)
    numbers = {option["option"]: option["number"] for option in together}
    assert {name: sum(one.get(name, 0) for one in apart) for name in numbers} == numbers
    assert sum(numbers.values()) == 2 * EACH

    response = as_(editor).get(reverse("quiz_statistics_of", args=[quiz.pk]))
    html = response.content.decode()
    french = Question.objects.get(translation_key=answered, locale__language_code="fr")
    (line,) = (one for one in response.context["lines"] if any("check the translation" in words for words in one.words))
    assert line.pk == french.pk and line.urgent
    assert [(cell.language, cell.flagged) for cell in line.cells] == [("English", False), ("French", True)]
    assert "Much harder in French than in the other language" in html
    assert reverse("wagtailsnippets_questions_question:edit", args=[french.pk]) in html
