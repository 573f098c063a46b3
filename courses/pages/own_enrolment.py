"""The reader's own enrolment in a course, on its public page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from lms.foundation.plugins.impact import OwnEnrolment, impacts


def own_enrolment(request: HttpRequest, key: UUID) -> OwnEnrolment | None:
    """Return the reader's own enrolment in this course, if they are signed in and have one."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return impacts.own_enrolments(user, [key]).get(key)
