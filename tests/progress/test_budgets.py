"""What each request may cost in SQL statements, whatever the number of questions and of enrolments."""

import pytest
from django.test import TestCase

from certificates.models import Certificate
from courses.models import Course
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records.services import create_institution
from lms.people.directory.models import User
from tests.builders import complete, event, make_course, right_answers
from tests.releasing import release_waiting

from .counting import statements


def cost(client, method, url, data=None, **headers) -> int:
    """Statements of the request, with what the process keeps already in it."""
    with statements() as found:
        response = getattr(client, method)(url, data, headers=headers)
    assert response.status_code in (200, 204, 302), response.content
    return len(found)


@pytest.fixture(params=[2, 20])
def questions(request) -> int:
    return request.param


@pytest.fixture
def course_page(programme_page, questions):
    """A course whose quiz draws so many questions."""
    from assessments.questions.models import Category
    from tests.builders import make_question

    page = make_course(programme_page, draw=0 if questions == 20 else 2)
    for number in range(questions - 6):
        make_question(Category.objects.get(), f"Further question {number}?")
    return page


def warm(client) -> None:
    for slug in ("", "trafficking/", "trafficking/trafficking-lesson-1/", "trafficking/trafficking-quiz/"):
        client.get(f"/learn/{slug}")


def test_the_way_through_a_course(as_, wanjiru, enrolment, questions):
    client, quiz = as_(wanjiru), "/learn/trafficking/trafficking-quiz/"
    lesson = "/learn/trafficking/trafficking-lesson-1/"
    warm(client)

    assert cost(client, "get", "/learn/") <= 2
    assert cost(client, "get", "/learn/trafficking/") <= 2
    assert cost(client, "get", lesson) <= 2
    assert cost(client, "post", lesson, event(done="1")) <= 6
    client.post("/learn/trafficking/trafficking-lesson-2/", event(done="1"))
    assert cost(client, "get", lesson) <= 2
    assert cost(client, "post", f"{quiz}start/", event()) <= 7
    attempt = Attempt.objects.get(activity__slug="trafficking-quiz")
    assert len(attempt.form["items"]) == questions
    answers = right_answers(attempt)
    field = next(iter(answers))
    assert cost(client, "get", quiz) <= 2
    assert (
        cost(client, "post", f"{quiz}?attempt=1", event(**{field: answers[field]}), **{"X-Requested-With": "fetch"})
        <= 5
    )
    assert cost(client, "post", f"{quiz}?attempt=1", event(**answers)) <= 8  # one of them is the entry of the register
    assert Enrolment.objects.get().completed_at and Certificate.objects.count() == 1
    assert cost(client, "get", quiz) <= 3
    assert cost(client, "get", "/learn/") <= 3
    assert cost(client, "get", "/learn/trafficking/") <= 4


@pytest.mark.parametrize("questions", [2, 20], indirect=True)
@pytest.mark.parametrize("kind", ["unit", "academy"])
def test_completing_a_course_of_a_programme(as_, wanjiru, enrolment, course, programme_page, academy, kind):
    """The courses beside it and the academy that the certificate of somebody in a unit names are one statement."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        programme_page.save_revision().publish()
    place = create_institution(name="Company 3", kind=kind, parent=academy)
    User.objects.filter(pk=wanjiru.pk).update(institution=place)
    Enrolment.objects.update(institution=place)
    course.refresh_from_db()
    client, quiz = as_(wanjiru), "/learn/trafficking/trafficking-quiz/"
    warm(client)
    for number in (1, 2):
        client.post(f"/learn/trafficking/trafficking-lesson-{number}/", event(done="1"))
    client.post(f"{quiz}start/", event())
    answers = right_answers(Attempt.objects.get(activity__slug="trafficking-quiz"))

    assert (
        course.programme and cost(client, "post", f"{quiz}?attempt=1", event(**answers)) <= 9
    )  # with the entry of the register
    assert Certificate.objects.get().institution == (str(academy) if kind == "unit" else "Company 3")


@pytest.mark.parametrize("questions", [2], indirect=True)
def test_my_learning_costs_the_same_for_many_enrolments(as_, wanjiru, programme_page, enrolment, now):
    client = as_(wanjiru)
    complete(enrolment, now=now)
    warm(client)
    few = cost(client, "get", "/learn/")
    for number in range(3):
        make_course(programme_page, slug=f"course-{number}")
    release_waiting(now)
    for course in Course.objects.exclude(pk=enrolment.course_id):
        services.enrol(people=[wanjiru], course=course, now=now)
    for other in Enrolment.objects.filter(completed_at=None)[:2]:
        complete(other, now=now)
    warm(client)

    assert cost(client, "get", "/learn/") == few <= 3
