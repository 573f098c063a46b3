"""The academies, people and courses among whom the acts are played."""

from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import Course, CoursePage, LessonPage
from lms.learning.progress.journal import services
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from tests.builders import make_course, make_programme, make_site
from tests.releasing import release_waiting

CADET, OTHER, OMAR, NEIGHBOUR, HALIMA, NJERI = "KE-11", "KE-21", "KE-12", "KE-22", "KE-1", "KE-23"
"""A cadet of the first academy and one of its neighbour, an instructor of each,
the country's coordinator and the neighbour's.
"""
LOG, LESSON, NOTES = "interviews", "before", "notes"


def person(number: str, institution: Any) -> Any:
    return User.objects.create_user(number, "a-password-for-tests", name=f"Person {number}", institution=institution)


def release(*pages: Any, learners: list[Any]) -> None:
    """Publish `pages`, and enrol `learners` in the course that they make."""
    for page in pages:
        page.save_revision().publish()
    assert release_waiting() == []
    services.enrol(people=learners, course=Course.objects.get(), now=timezone.now())


def of_the_practice_log() -> None:
    """Two academies of one country, and the course that other tests use, with a prompt,
    a quiz with notes and a practice log besides.
    """
    kenya = people.create_institution(name="Kenya", kind="country", country="KE")
    academies = [
        people.create_institution(name=name, kind="academy", parent=kenya)
        for name in ("Mlima Police Academy", "Pwani Training Campus")
    ]
    staff = [
        (OMAR, "instructor", 0),
        (NEIGHBOUR, "instructor", 1),
        (HALIMA, "coordinator", None),
        (NJERI, "coordinator", 1),
    ]
    for number, role, where in staff:
        institution = kenya if where is None else academies[where]
        people.appoint(user=person(number, institution), institution=institution, role=role)
    people.switch(plugin="fieldnotes", institution=academies[0], on=True, by=None, now=timezone.now())
    release(*_practice(), learners=[person(CADET, academies[0]), person(OTHER, academies[1])])


def _practice() -> list[Any]:
    from fieldnotes.models import LogPage

    course = make_course(make_programme(make_site()))
    prompt = {"situation": "At the bus station", "questions": [{"type": "item", "value": "Who paid?", "id": "1"}]}
    body = [{"type": "fieldnotes_prompt", "value": prompt, "id": "11111111-1111-4111-8111-111111111111"}]
    pages = [
        LessonPage(title="Before", slug=LESSON, body=body),
        LogPage(title="Interviews", slug=LOG, wanted=2, instruction="In pairs."),
    ]
    pages.append(_notes())
    for page in pages:
        course.add_child(instance=page)
    return pages


def _notes() -> Any:
    """A quiz that nobody has to take, of one question of the plugin's type."""
    points = [
        {"type": "item", "id": "1", "value": {"point": "Her passport was taken away", "words": "passport, papers"}}
    ]
    body = [{"type": "fieldnotes_keypoints", "value": {"points": points}, "id": "22222222-2222-4222-8222-222222222222"}]
    category = Category.objects.create(name="Statements")
    question = Question(
        locale=Locale.get_default(), category=category, stem="<p>Listen to her, and take notes.</p>", body=body
    )
    question.full_clean(exclude=["translation_key"])
    question.save()
    quiz = QuizPage(title="Notes", slug=NOTES, required=False, pass_mark=50)
    quiz.draws = [Draw(category=category, number=1)]
    return quiz


def of_the_pledge() -> None:
    """One academy, and one course in which something is signed."""
    from pledge.models import PledgePage

    academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
    people.switch(plugin="pledge", institution=academy, on=True, by=None, now=timezone.now())
    course, page = (
        CoursePage(title="Conduct", slug="conduct", summary="How we behave."),
        PledgePage(title="My pledge", slug="my", text="Respect."),
    )
    make_programme(make_site()).add_child(instance=course)
    course.add_child(instance=page)
    release(course, page, learners=[person(CADET, academy)])
