"""What several tests of locks ask."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.access.locks import locks_of
from lms.learning.progress.journal import services

FIRST, SECOND, QUIZ = "trafficking-lesson-1", "trafficking-lesson-2", "trafficking-quiz"
DONE = {"done": ["1"]}


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
