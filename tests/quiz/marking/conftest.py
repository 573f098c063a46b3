"""A quiz with a text that a person marks by a rubric, one without a rubric, and a question that needs nobody."""

import pytest

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import make_question, start_attempt, unsearched
from tests.conftest import make_person
from tests.kept import kept
from tests.questions.open import ask, freetext
from tests.releasing import release_waiting


@pytest.fixture
def settings_of_quiz():
    """What the quiz is set to; a test names its own."""
    return {}


@pytest.fixture
def asked(course_page, settings_of_quiz):
    """The translation keys of the questions, by what they are. The whole course is this quiz."""
    return ask_of_people(course_page, **settings_of_quiz)


@kept
@unsearched()
def ask_of_people(course_page, **settings_of_quiz) -> dict[str, str]:
    category = Category.objects.create(name="Marked by people")
    rubric = ask(category, "freetext", freetext(), "Which means did they use?")
    plain = ask(
        Category.objects.create(name="Without a rubric"),
        "freetext",
        freetext(rubric=[], model=""),
        "What would you do next?",
    )
    single = make_question(Category.objects.create(name="By key"), "Which act is it?")
    for lesson in course_page.get_children().exclude(slug="trafficking-quiz"):
        lesson.unpublish()
    quiz = QuizPage.objects.child_of(course_page).get()
    quiz.draws = [Draw(category=question.category, number=0) for question in (rubric, plain, single)]
    quiz.shuffle = False
    for name, value in settings_of_quiz.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    return {
        "rubric": str(rubric.translation_key),
        "plain": str(plain.translation_key),
        "single": str(single.translation_key),
    }


@pytest.fixture
def submitted(asked, course, now):
    """Enrols somebody in the course and submits their texts: `submitted(wanjiru, right=False)`."""

    def submit(
        person, *, right: bool = True, texts=("Debt and threats against her family", "I would call the prosecutor")
    ):
        services.enrol(people=[person], course=course, now=now)
        enrolment = Enrolment.objects.get(learner=person)
        attempt = start_attempt(enrolment, "trafficking-quiz", now, seed=1)
        item = next(item for item in attempt.form["items"] if item["id"] == asked["single"])
        option = item["order"][0 if right else 1]
        data = {
            f"q:{asked['rubric']}": [texts[0]],
            f"q:{asked['plain']}": [texts[1]],
            f"q:{asked['single']}": [option],
            "submit": ["1"],
        }
        return services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)

    return submit


@pytest.fixture
def attempt(submitted, wanjiru):
    return submitted(wanjiru)


@pytest.fixture
def second(academy):
    """Another instructor of the academy."""
    return make_person("KE-101", "Achieng Atieno", academy, "instructor")


@pytest.fixture
def third(academy):
    return make_person("KE-102", "Kiprono Cheruiyot", academy, "administrator")


def republish() -> None:
    assert release_waiting() == []
