"""Whoever planned a release is told what became of it, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import ScheduledRelease
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"state": "released"}, "The release of “{title}” that you planned was made."),
        (
            {"state": "stopped", "reason": "right"},
            "The release of “{title}” that you planned was not made: learners keep what they have. The person "
            "who approved it may no longer publish the course.",
        ),
    ],
)
def test_the_planner_is_told_of_the_release_at_its_hour(course, course_page, reviewer, over, sentence):
    now = timezone.now()
    about = {"course_key": course.pk, "at": now, "by": reviewer, "why": "New law", "digest": "x", "made_at": now}
    plan = ScheduledRelease.objects.create(**about)
    due_notices.gather(now=now)
    assert not Notice.objects.exists()
    ScheduledRelease.objects.filter(pk=plan.pk).update(done_at=now, **over)
    for minutes in (5, 10):
        due_notices.gather(now=now + timedelta(minutes=minutes))
    [row] = Notice.objects.filter(kind="release_planned").select_related("person__institution")
    words = words_of([row], {row.person_id: row.person}, now=now, language="en")[row.pk]
    assert (row.person, words.text) == (reviewer, sentence.format(title=course_page.title))
    ScheduledRelease.objects.all().delete()
    assert words_of([row], {row.person_id: row.person}, now=now, language="en")[row.pk] is None
