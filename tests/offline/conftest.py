"""A phone: it keeps what it did and sends it to `/offline/sync/`."""

import json

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from tests.builders import right_answers, start_attempt
from tests.conftest import NOW
from tests.progress.test_corrections import do


class Phone:
    """One phone, with the browser `client` in it."""

    def __init__(self, client):
        self.client = client

    def event(self, enrolment, slug, data, **more) -> dict:
        activity = enrolment.release.outline.by_slug(slug).id
        return {"id": str(uuid7()), "enrolment": enrolment.pk, "activity": activity, "data": data, **more}

    def post(self, *events, **more):
        body = {"device": "phone-1", "now": NOW.isoformat(), "events": events, **more}
        return self.raw(json.dumps(body).encode())

    def raw(self, body: bytes):
        return self.client.post(
            "/offline/sync/", body, content_type="application/json", headers={"Accept": "application/json"}
        )

    def send(self, *events, **more) -> list[str]:
        response = self.post(*events, **more)
        assert response.status_code == 200, response.content
        return [one["verdict"] for one in response.json()["verdicts"]]


@pytest.fixture(autouse=True)
def clock(now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def phone(as_, wanjiru):
    return Phone(as_(wanjiru))


@pytest.fixture
def check(enrolment):
    """Two answers to the check of the first lesson, wrong and right."""
    from courses.catalogue import lookup

    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    [(name, check)] = lookup.content(entry.content("en", "KE", "en")).definition["checks"].items()
    wrong = next(option["id"] for option in check["options"] if option["id"] not in check["key"])
    return [{"check": [name], "choice": [wrong]}, {"check": [name], "choice": check["key"]}]


@pytest.fixture
def quiz(enrolment, now) -> Attempt:
    """An attempt at the quiz that was begun online, with everything else done."""
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    return start_attempt(enrolment, "trafficking-quiz", now)


@pytest.fixture
def answers(quiz) -> list[dict]:
    """One for each question of the quiz, and the end."""
    return [{name: value} for name, value in right_answers(quiz).items()]
