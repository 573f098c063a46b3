"""A course of which a part is locked, and somebody on the way through it."""

import pytest

from courses.models import Course
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import make_course, release, unsearched
from tests.kept import kept
from tests.locking import after, lock, page_of

FIRST, SECOND, QUIZ = "trafficking-lesson-1", "trafficking-lesson-2", "trafficking-quiz"
DONE = {"done": ["1"]}


@pytest.fixture
def locked(course):
    """The course, in which the second lesson opens with the first."""
    return lock_second(course)


@kept
@unsearched()
def lock_second(course) -> Course:
    lock(page_of(SECOND), after(FIRST))
    return Course.objects.get(pk=course.pk)


@pytest.fixture
def way(locked, wanjiru, now):
    services.enrol(people=[wanjiru], course=locked, now=now)
    return Enrolment.objects.select_related("institution", "learner", "course").get(learner=wanjiru)


@pytest.fixture
def other(programme_page):
    """Another course."""
    return release(make_course(programme_page, "smuggling"))
