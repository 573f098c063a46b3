"""A cohort with a course whose quiz is an exam: thirty minutes, two attempts,
and a code to get in where `ticket` says so.
"""

from datetime import UTC, datetime

import pytest

from assessments.quiz.exams import sittings
from assessments.quiz.models import QuizPage
from courses.models import CoursePage
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort, User
from tests.builders import make_course, unsearched
from tests.kept import kept


@pytest.fixture
def settings_of_quiz():
    """What the quiz's page says besides; a test module overrides it."""
    return {"limit_minutes": 30, "ticket": True}


@pytest.fixture
def course_page(programme_page, settings_of_quiz):
    return make_exam(make_course(programme_page), **settings_of_quiz)


@kept
@unsearched()
def make_exam(course_page, **settings_of_quiz) -> CoursePage:
    """The course, its quiz set to this."""
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    for name, value in settings_of_quiz.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    return course_page


@pytest.fixture
def cohort(academy, course, wanjiru, abdi, omar, now, django_capture_on_commit_callbacks):
    """Wanjirũ and Abdi, who were assigned the course."""
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    return cohort


@pytest.fixture
def entry(course):
    return course.release.outline.by_slug("trafficking-quiz")


@pytest.fixture
def activity(entry):
    from courses.models import Activity

    return Activity.objects.get(pk=entry.id)


@pytest.fixture
def enrolments(cohort):
    """By service number."""
    found = Enrolment.objects.select_related("learner__institution", "course", "institution", "release")
    return {enrolment.learner.service_number: enrolment for enrolment in found}


@pytest.fixture
def mine(enrolments, wanjiru):
    return enrolments[wanjiru.service_number]


@pytest.fixture
def sitting(cohort, activity, omar, now):
    """Planned, with a ticket for each, not open yet."""
    return sittings.plan(
        activity=activity,
        cohort=cohort,
        room="Hall 2",
        planned_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        invigilator=omar,
        now=now,
    )


@pytest.fixture
def opened(sitting, omar, now):
    return sittings.open_sitting(sitting=sitting, by=omar, now=now)


@pytest.fixture
def crowd(sitting, cohort, now):
    """Has so many more people join the cohort, each with a card: `crowd(40)`."""

    def join(number: int) -> None:
        rows = [User(service_number=f"KE-9{index:04}", name=f"Cadet {index}") for index in range(number)]
        people_services.join(cohort=cohort, people=User.objects.bulk_create(rows), now=now)
        sittings.issue(sitting=sitting, now=now)

    return join
