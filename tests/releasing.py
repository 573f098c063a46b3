"""Releases for tests, made through the gate: by somebody, for a reason, with the digest of what is there."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from courses.models import Cause, StaleCourse
from courses.publishing import services as publishing
from courses.publishing.stale_courses import check
from lms.people.directory.models import User

PUBLISHER = 2_000_000_000
"""The id of who releases in tests: below all others,
so that it takes no number away from the people whom a test makes.
"""
JOINED = datetime(2026, 1, 1, tzinfo=UTC)
"""The same row in every test, or nothing that was kept with it would fit (`tests.kept`)."""


def publisher() -> Any:
    """Who releases where a test does not say who."""
    always = {"service_number": "PUBLISHER", "name": "Publisher", "password": "!", "date_joined": JOINED}
    return User.objects.get_or_create(pk=PUBLISHER, defaults=always)[0]


def release_waiting(now: datetime | None = None, **decision: Any) -> list[str]:
    """Release every course that waits, as it stands; gives what keeps courses from it.

    A new edition where one was asked for.
    """
    check()
    problems = []
    for stale in StaleCourse.objects.order_by("since"):
        if stale.digest:
            _release(stale.course_key, stale.digest, now=now, **decision)
        else:  # it cannot be, or was changed by being looked at, as a document is whose size was not known
            problems.append(stale.problem or release_as_it_stands(stale.course_key, now=now, **decision))
    return [problem for problem in problems if problem]


def release_as_it_stands(
    key: Any, *, now: datetime | None = None, by: Any = None, why: str = "", new_edition: bool | None = None
) -> str:
    """Release one course; gives what keeps it from it."""
    found = publishing.candidate(key)
    if found.digest and not found.problem:
        _release(key, found.digest, now=now, by=by, why=why, new_edition=new_edition)
    return found.problem


def _release(
    key: Any, shown: str, *, now: datetime | None, by: Any = None, why: str = "", new_edition: bool | None = None
) -> None:
    causes = list(Cause.objects.filter(stale=key).order_by("pk"))
    if new_edition is None:
        new_edition = any(cause.new_edition for cause in causes)
    why = why or next((cause.what for cause in reversed(causes)), "For a test")
    publishing.release(
        key=key, shown=shown, by=by or publisher(), why=why, new_edition=new_edition, now=now or timezone.now()
    )
