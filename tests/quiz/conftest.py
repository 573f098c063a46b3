"""A quiz of the questions that are answered by writing, and learners who take a test before and one after."""

import pytest
from django.utils import timezone

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage
from courses.models import Activity, Course, CoursePage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import unsearched
from tests.conftest import make_person
from tests.kept import kept
from tests.questions import typed
from tests.releasing import release_waiting

from .papers import make_tests, sit


@kept
@unsearched()
def make_typed_course(programme_page) -> Course:
    """A course with one quiz: a short text, a number, and a text with gaps of each mode."""
    page = CoursePage(title="Words", slug="words", summary="Say it.", minutes=20)
    programme_page.add_child(instance=page)
    category = Category.objects.create(name="Words")
    typed.keep(category, "shorttext", typed.SHORT, "What can a victim never give?")
    typed.keep(category, "numerical", typed.NUMBERS, "How far is the border?")
    for mode in ("typed", "list", "drag"):
        typed.keep(category, "gapfill", typed.gapfill(mode), f"Complete ({mode}).")
    quiz = QuizPage(title="Say it", slug="words-quiz", pass_mark=70, attempts=2, shuffle=False)
    quiz.draws = [Draw(category=category, number=5)]
    page.add_child(instance=quiz)
    for node in [page, *page.get_children().specific()]:
        node.save_revision().publish()
    assert release_waiting() == []
    return Course.objects.get(pk=page.translation_key)


@pytest.fixture
def typed_quiz(programme_page, wanjiru):
    """Wanjirũ is enrolled in the course of typed answers."""
    return services.enrol(people=[wanjiru], course=make_typed_course(programme_page), now=timezone.now())


@pytest.fixture
def tests_course(programme_page):
    return make_tests(programme_page)


@pytest.fixture
def activity(course):
    return Activity.objects.get(slug="trafficking-quiz")


@pytest.fixture
def sat(tests_course, academy):
    """`sat([(0, 2), (1, None)])`: so many right answers before and after, a person each; None for a test not taken."""
    count = iter(range(100, 1000))

    def sat(rights, *, at=academy, sex="F", assignment=None):
        now, made = timezone.now(), []
        for pair in rights:
            number = next(count)
            person = make_person(f"KE-7{number}", f"Cadet {number}", at, sex=sex)
            services.enrol(people=[person], course=tests_course, now=now, assignment=assignment)
            enrolment = Enrolment.objects.get(learner=person)
            made.append(enrolment)
            for slug, right in zip(("before", "after"), pair, strict=True):
                if right is not None:
                    sit(enrolment, slug, right)
        return made

    return sat
