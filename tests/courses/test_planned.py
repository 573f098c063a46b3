"""Pages that the clock publishes or takes off,
and releases that are made at the hour for which somebody approved them.
"""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from courses.lessons.activity import Lesson
from courses.models import LessonPage, Release, ScheduledRelease, StaleCourse
from courses.publishing import scheduling
from courses.publishing.services import release
from courses.tasks import keep_hours
from lms.foundation.plugins.health import findings
from lms.foundation.work import schedule
from lms.foundation.work.task import route
from tests.progress.test_races import at_once

from .conftest import numbers, publish, stale
from .hours import HOUR, go_live, on_schedule, planned, run


@pytest.fixture
def at():
    return timezone.now() + HOUR


class TestAtItsHour:
    def test_the_page_goes_live_and_the_release_is_made_as_it_was_approved(
        self, course, course_page, lesson, reviewer, at, on_commit
    ):
        on_schedule(lesson, at, title="Later")
        row = planned(course, reviewer, at, new_edition=True)
        with on_commit():
            assert run(at - timedelta(seconds=1)) == 0
        assert (LessonPage.objects.get(pk=lesson.pk).title, numbers(course)) == ("Lesson 1", ["1.0"])

        with on_commit():
            assert run(at + timedelta(seconds=20)) == 1

        made = course.releases.last()
        assert (made.number, made.why, made.made_by) == ("2.0", "New law", reviewer)
        assert made.outline.by_id(str(lesson.translation_key)).titles == {"en": "Later"}
        row.refresh_from_db()
        assert (row.state, row.release, row.done_at) == ("released", made, at + timedelta(seconds=20))
        assert not StaleCourse.objects.exists()

    def test_nothing_is_released_where_something_else_changed_and_everybody_is_told(
        self, course, lesson, reviewer, at, as_, on_commit
    ):
        other = LessonPage.objects.child_of(lesson.get_parent()).exclude(pk=lesson.pk).first()
        on_schedule(lesson, at, title="Later")
        planned(course, reviewer, at)
        with on_commit():
            publish(other, title="Not approved")
        with on_commit():
            assert run(at) == 0

        assert numbers(course) == ["1.0"]
        assert ScheduledRelease.objects.get().reason == "changed"
        assert stale() == [""]
        told = "was not made, and nothing else was released"
        client = as_(reviewer)
        for url in (
            reverse("wagtailadmin_home"),
            reverse("courses_release", args=[course.pk]),
            reverse("wagtailadmin_pages:edit", args=[other.pk]),
        ):
            page = client.get(url).content.decode()
            assert told in page, url
            assert "something else in it changed" in page, url

    def test_the_message_goes_with_the_release_that_somebody_makes(self, course, lesson, reviewer, at, on_commit):
        from tests.releasing import release_waiting

        planned_at = timezone.now()
        publish(lesson, title="Waits")
        planned(course, reviewer, at)
        publish(lesson, title="Something else")
        with on_commit():
            run(at)
        assert ScheduledRelease.objects.to_be_told().exists()
        assert release_waiting(now=at + HOUR) == []

        assert not ScheduledRelease.objects.to_be_told().exists()
        assert planned_at < at

    @pytest.mark.parametrize("way", ["group", "inactive", "gone"])
    def test_the_right_of_whoever_approved_it_is_asked_again(self, way, course, lesson, reviewer, at, on_commit):
        on_schedule(lesson, at, title="Later")
        planned(course, reviewer, at)
        if way == "group":
            reviewer.groups.set([Group.objects.get(name="Editors")])
        elif way == "inactive":
            type(reviewer).objects.filter(pk=reviewer.pk).update(is_active=False)
        else:
            reviewer.delete()
        with on_commit():
            run(at)

        assert numbers(course) == ["1.0"]
        assert ScheduledRelease.objects.get().reason == "right"
        assert LessonPage.objects.get(pk=lesson.pk).title == "Later"

    def test_a_course_that_cannot_be_released_says_why(self, course, course_page, lesson, reviewer, at, on_commit):
        on_schedule(lesson, at, title="Later")
        planned(course, reviewer, at)
        with on_commit():
            for page in course_page.get_children().specific():
                page.unpublish()
            run(at)

        row = ScheduledRelease.objects.get()
        assert row.reason == "problem"
        assert "no published activity left" in row.what_happened

    def test_after_a_pause_a_page_of_a_later_hour_does_not_spoil_it(self, course, lesson, reviewer, at, on_commit):
        other = LessonPage.objects.child_of(lesson.get_parent()).exclude(pk=lesson.pk).first()
        on_schedule(lesson, at, title="Later")
        on_schedule(other, at + HOUR, title="Later still")
        planned(course, reviewer, at)
        with on_commit():
            assert run(at + 5 * HOUR) == 1

        assert numbers(course) == ["1.0", "1.1"]
        assert LessonPage.objects.get(pk=other.pk).title == "Later still"
        assert stale() == [""]

    def test_what_waits_already_can_be_released_later_without_a_scheduled_page(
        self, course, lesson, reviewer, at, on_commit
    ):
        publish(lesson, title="Live, not released")
        planned(course, reviewer, at)
        with on_commit():
            assert run(at) == 1

        assert numbers(course) == ["1.0", "1.1"]

    def test_the_first_release_of_a_course_can_be_planned(self, course_page, reviewer, at, on_commit):
        key = course_page.translation_key
        Release.objects.all()
        found = scheduling.expected_candidate(key, course_page, at)
        scheduling.plan(key=key, at=at, shown=found.digest, by=reviewer, why="First", now=timezone.now())
        with on_commit():
            assert run(at) == 1

        assert Release.objects.get().why == "First"

    def test_a_fault_is_tried_three_times_and_then_told(self, course, lesson, reviewer, at, on_commit, monkeypatch):
        publish(lesson, title="Waits")
        planned(course, reviewer, at)

        def broken(*_args, **_kwargs):
            raise RuntimeError("a plugin that breaks")

        monkeypatch.setattr(Lesson, "compile", broken)
        for minute in range(4):
            with on_commit():
                run(at + timedelta(minutes=minute))

        row = ScheduledRelease.objects.get()
        assert (row.tries, row.state, row.reason) == (3, "stopped", "fault")
        assert numbers(course) == ["1.0"]

    def test_a_process_that_is_killed_on_the_way_has_tried_and_the_next_one_goes_on(
        self, course, lesson, reviewer, at, on_commit, monkeypatch
    ):
        publish(lesson, title="Waits")
        planned(course, reviewer, at)

        def killed(*_args, **_kwargs):
            raise SystemExit

        with monkeypatch.context() as patch, pytest.raises(SystemExit):
            patch.setattr(Lesson, "compile", killed)
            run(at)
        assert ScheduledRelease.objects.get().tries == 1
        assert run(at + timedelta(minutes=1)) == 0, "it may still be at it"
        with on_commit():
            assert run(at + timedelta(minutes=4)) == 1

        assert numbers(course) == ["1.0", "1.1"]


class TestTheClock:
    def test_expiring_is_part_of_what_is_approved(self, course, lesson, reviewer, at, on_commit):
        publish(lesson, expire_at=at - timedelta(minutes=1))
        planned(course, reviewer, at)
        with on_commit():
            assert run(at) == 1

        assert course.releases.last().outline.by_id(str(lesson.translation_key)) is None
        assert Page.objects.get(pk=lesson.pk).expired

    def test_a_draft_that_brings_a_later_end_is_not_taken_off(self, course, lesson, reviewer, at, on_commit):
        publish(lesson, expire_at=at)
        on_schedule(lesson, at - timedelta(minutes=10), title="Later", expire_at=at + 9 * HOUR)
        planned(course, reviewer, at)
        with on_commit():
            assert run(at + HOUR) == 1

        assert course.releases.last().outline.by_id(str(lesson.translation_key)).titles == {"en": "Later"}

    def test_what_expires_before_its_draft_comes_stays_away_as_foreseen(self, course, lesson, reviewer, at, on_commit):
        publish(lesson, expire_at=at - timedelta(minutes=10))
        on_schedule(lesson, at - timedelta(minutes=5), title="Later")
        Page.objects.filter(pk=lesson.pk).update(expire_at=at - timedelta(minutes=10))
        planned(course, reviewer, at)
        with on_commit():
            assert run(at + HOUR) == 1

        assert course.releases.last().outline.by_id(str(lesson.translation_key)) is None

    def test_one_that_fails_holds_up_no_other(self, course, lesson, at, on_commit):
        other = LessonPage.objects.child_of(lesson.get_parent()).exclude(pk=lesson.pk).first()
        on_schedule(lesson, at, title="Breaks")
        on_schedule(other, at + timedelta(seconds=1), title="Goes live")

        def breaks(sender, instance, **_kwargs):
            if instance.title == "Breaks":
                raise RuntimeError("a receiver of some plugin")

        page_published.connect(breaks)
        try:
            with on_commit():
                assert go_live(at + HOUR) == 1
        finally:
            page_published.disconnect(breaks)

        assert LessonPage.objects.get(pk=other.pk).title == "Goes live"
        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1"
        assert go_live(at + HOUR) == 1

    def test_runs_at_least_every_minute_beside_the_deadlines(self):
        entries = [entry for entry in schedule.entries() if entry.task == keep_hours.name]

        assert [entry.seconds <= 60 for entry in entries] == [True]
        assert [route(keep_hours.name), entries[0].queue] == [{"queue": settings.SWEEPS}, settings.SWEEPS]

    def test_what_is_late_is_a_warning_of_the_health_page(self, course, lesson, reviewer, at):
        now = timezone.now()
        on_schedule(lesson, at)
        publish(LessonPage.objects.child_of(lesson.get_parent()).exclude(pk=lesson.pk).first(), title="Waits")
        planned(course, reviewer, at)
        assert findings(now)["schedule"].status == "up"
        with CaptureQueriesContext(
            connection,
        ) as seen:
            finding = scheduling.backlog(at + timedelta(minutes=11))

        assert (finding.status, finding.figures, len(seen)) == ("warning", {"late_by_ten_minutes": 2}, 1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_several_workers_at_the_same_hour_make_one_release(self, course, lesson, superuser, at):
        on_schedule(lesson, at, title="Later")
        planned(course, superuser, at)

        with time_machine.travel(at, tick=False):
            made = at_once(*[lambda: scheduling.release_due(now=at)] * 5)

        assert sorted(made) == [0, 0, 0, 0, 1]
        assert numbers(course) == ["1.0", "1.1"]
        assert ScheduledRelease.objects.get().tries == 1

    def test_a_release_by_hand_at_the_same_moment_is_the_only_one(self, course, lesson, superuser, at):
        from courses.publishing.services import candidate

        publish(lesson, title="Waits")
        planned(course, superuser, at)
        shown = candidate(course.pk).digest

        at_once(
            lambda: scheduling.release_due(now=at),
            lambda: release(key=course.pk, shown=shown, by=superuser, why="By hand", now=at),
        )

        assert numbers(course) == ["1.0", "1.1"]
