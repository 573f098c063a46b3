"""Order of the demo school’s courses: the third opens to people who have completed the first."""

from datetime import datetime

from django.utils.translation import override

from courses.models import CoursePage, PageCondition
from home.curriculum.files import SOURCE, named
from home.curriculum.services import release
from lms.people.directory.models import User

FIRST, THIRD = "tip-1", "tip-6"


def put(*, by: User, now: datetime) -> None:
    """Put the condition, released by `by`."""
    with override(SOURCE):
        page = CoursePage.objects.get(translation_key=named("course", THIRD), locale__language_code=SOURCE)
        page.opening_conditions = [PageCondition(kind="course", course=named("course", FIRST))]
        page.save_revision(user=by).publish(user=by)
        release(named("course", THIRD), by=by, now=now)
