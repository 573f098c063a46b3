"""The command that publishes scheduled pages and the worker's task come to the same, whichever of them is first."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from courses.models import LessonPage
from courses.tasks import keep_hours

from .conftest import numbers
from .hours import HOUR, on_schedule, planned


def command() -> None:
    call_command("publish_scheduled", stdout=StringIO())


def worker() -> None:
    keep_hours.apply().get()


@pytest.mark.parametrize("first", [command, worker])
def test_a_planned_release_fires_with_the_page_that_goes_live_at_its_hour(course, lesson, reviewer, on_commit, first):
    at = timezone.now() + HOUR
    on_schedule(lesson, at, title="Later")
    row = planned(course, reviewer, at)
    with time_machine.travel(at - timedelta(minutes=1)), on_commit():
        command()
        worker()
    assert numbers(course) == ["1.0"]

    with time_machine.travel(at + timedelta(seconds=20)), on_commit():
        first()
        worker()

    row.refresh_from_db()
    assert (row.state, numbers(course)) == ("released", ["1.0", "1.1"])
    assert LessonPage.objects.get(pk=lesson.pk).title == "Later"
    assert course.releases.last().outline.by_id(str(lesson.translation_key)).titles == {"en": "Later"}
