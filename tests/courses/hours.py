"""Hours that come: pages on schedule, and releases that somebody approved for later."""

from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from courses.publishing import scheduled_changes, scheduling
from courses.publishing.services import source_page

from .conftest import publish

HOUR = timedelta(hours=1)


def on_schedule(page, at, **fields):
    """“Publish” pressed for a draft that goes live at the hour `at`."""
    draft = page.specific_class.objects.get(pk=page.pk)
    publish(draft, go_live_at=at, **fields)
    return draft


def planned(course, by, at, *, now=None, why="New law", new_edition=False):
    """What somebody who looks at the page and approves it leaves behind."""
    found = scheduling.expected_candidate(course.pk, source_page(course.pk), at)
    return scheduling.plan(
        key=course.pk, at=at, shown=found.digest, by=by, why=why, now=now or timezone.now(), new_edition=new_edition
    )


def run(at):
    """What the clock does at the hour `at`. Wagtail asks the time itself."""
    with time_machine.travel(at, tick=False):
        return scheduling.release_due(now=at)


def go_live(at):
    with time_machine.travel(at, tick=False):
        return scheduled_changes.apply_due(until=at)


def address(course, name="courses_plan"):
    return reverse(name, args=[course.pk])
