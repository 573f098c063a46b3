"""A course of which a part is locked, somebody on the way through it, and what tests ask of locks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.access.locks import locks_of
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


def entry_of(way, slug):
    return way.release.outline.by_slug(slug)


def is_locked(way, slug, now) -> bool:
    return bool(locks_of([way], now=now)[way.pk].of(entry_of(way, slug).id))


def begin(way, slug, now, **by):
    return services.begin(enrolment=way, entry=entry_of(way, slug), event_id=uuid7(), now=now, language="en", **by)


def statements(client, name: str, *args: str) -> int:
    address = reverse(name, args=args)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
