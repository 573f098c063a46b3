"""A reader's own way through a course, on its public page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from lms.plugins.impact import Way, impacts


def own_way(request: HttpRequest, key: UUID) -> Way | None:
    """The reader's own way through this course, if they are signed in and have one."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return impacts.ways(user, [key]).get(key)
