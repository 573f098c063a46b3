"""Release status of a course, for the panel in the editors of its pages."""

from typing import Any

from lms.foundation.plugins.impact import impacts

from ..catalogue.models import Course, StaleCourse
from ..pages.forms import course_key
from ..publishing.submissions import Submission
from .release.schedule_texts import for_panel
from .translation_tasks import ages_for_panel

MOST = 5
"""Submissions that wait, of one course, that are named."""


def release_status(page: object, form: object) -> dict[str, object]:
    """Return `course_key` where there is a course to release, `release` where one is out, `waiting` where it has
    changes to release.

    `submissions` are those that wait for a decision.
    """
    key = course_key(page, getattr(form, "parent_page", None))
    course = Course.objects.filter(pk=key, release__isnull=False).select_related("release").first() if key else None
    context: dict[str, Any] = {
        "course_key": key,
        "waiting": StaleCourse.objects.filter(pk=key).first() if key else None,
        "release": None,
    }
    context |= for_panel(page, key) | ages_for_panel(page)
    context["submissions"] = Submission.objects.waiting().filter(course_key=key).order_by("pk")[:MOST] if key else ()
    if course is None:
        return context
    return {**context, "release": course.release, "impact": impacts.of([course.pk])[course.pk]}
