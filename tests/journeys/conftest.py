"""Learners who are about to sit a quiz on a real server."""

import os

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.quiz.models import QuizPage
from lms.learning.progress.journal import services
from tests.conftest import make_person
from tests.releasing import release_waiting

LEARNERS = int(os.environ.get("KILLED_LEARNERS", "40"))


@pytest.fixture
def learners(course, academy):
    """They are enrolled and signed in: (person, cookies)."""
    page = QuizPage.objects.get(slug="trafficking-quiz")
    page.limit_minutes, page.grace_seconds = 30, 0
    page.save_revision().publish()
    release_waiting()
    course.refresh_from_db()
    people = [make_person(f"KE-9{number:04}", f"Cadet {number}", academy) for number in range(LEARNERS)]
    services.enrol(people=people, course=course, now=timezone.now())
    found = []
    for person in people:
        client = Client()
        client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        found.append((person, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return found
