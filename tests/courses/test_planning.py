"""Approving a release for a later hour, and what editors are told of hours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage, ScheduledRelease
from courses.publishing import scheduling
from courses.publishing.services import ChangedSinceShown, source_page

from .conftest import edit, numbers, publish
from .hours import HOUR, address, on_schedule, planned, run


@pytest.fixture
def at():
    return timezone.now() + HOUR


class TestPlanning:
    def test_is_asked_for_an_hour_shows_that_hour_and_approves_it(self, course, lesson, reviewer, at, as_):
        on_schedule(lesson, at, title="Later")
        client = as_(reviewer)
        shown = client.get(address(course), {"at": (timezone.localtime(at) + HOUR).strftime("%Y-%m-%dT%H:%M")})
        page = shown.content.decode()
        assert "Later" in page
        assert "Release at" in page

        form = {name: shown.context["form"].initial[name] for name in ("at", "shown")}
        answer = client.post(address(course), {"change": "edition", "why": "New law", **form}, follow=True)

        row = ScheduledRelease.objects.get()
        assert (row.by, row.why, row.new_edition, row.state) == (reviewer, "New law", True, "planned")
        assert "A release is planned for" in answer.content.decode()
        history = client.get(reverse("wagtailadmin_pages:history", args=[source_page(course.pk).pk])).content.decode()
        assert "A release is planned for" in history

    def test_an_hour_before_the_page_goes_live_has_nothing_to_release(self, course, lesson, reviewer, at, as_):
        on_schedule(lesson, at + HOUR, title="Later")
        page = (
            as_(reviewer)
            .get(address(course), {"at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")})
            .content.decode()
        )

        assert "Nothing that learners see would change" in page
        assert "Release at" not in page

    @pytest.mark.parametrize("at_text", ["2001-01-01T08:00", "2099-01-01T08:00", "tomorrow", ""])
    def test_a_time_that_is_none_is_refused(self, at_text, course, lesson, reviewer, as_):
        publish(lesson, title="Waits")
        client = as_(reviewer)

        assert client.get(address(course), {"at": at_text}).context["effect"] is None
        answer = client.post(address(course), {"change": "correction", "why": "x", "shown": "x", "at": at_text})
        assert answer.status_code == 200
        assert not ScheduledRelease.objects.exists()

    def test_what_changed_since_it_was_shown_is_shown_again(self, course, lesson, reviewer, at, as_):
        publish(lesson, title="Waits")
        client = as_(reviewer)
        shown = client.get(address(course), {"at": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")})
        form = {name: shown.context["form"].initial[name] for name in ("at", "shown")}
        publish(lesson, title="Something else")

        answer = client.post(address(course), {"change": "correction", "why": "x", **form})

        assert "nothing was planned" in answer.content.decode()
        assert not ScheduledRelease.objects.exists()
        again = {name: answer.context["form"].data[name] for name in ("at", "shown")}
        client.post(address(course), {"change": "correction", "why": "x", **again})
        assert ScheduledRelease.objects.planned().count() == 1

    def test_one_release_is_planned_for_a_course_and_can_be_withdrawn(
        self, course, lesson, reviewer, at, as_, on_commit
    ):
        publish(lesson, title="Waits")
        planned(course, reviewer, at)
        with pytest.raises(scheduling.AlreadyPlanned):
            planned(course, reviewer, at + HOUR)
        client = as_(reviewer)
        page = client.get(reverse("courses_release", args=[course.pk])).content.decode()
        assert "Withdraw the planned release" in page

        client.post(address(course, "courses_withdraw"))

        assert ScheduledRelease.objects.get().state == "withdrawn"
        with on_commit():
            assert run(at) == 0
        assert numbers(course) == ["1.0"]
        planned(course, reviewer, at)

    def test_one_that_will_not_be_made_as_things_stand_is_called_that_before_its_hour(
        self, course, lesson, reviewer, at, as_
    ):
        publish(lesson, title="Waits")
        planned(course, reviewer, at)
        url = reverse("courses_release", args=[course.pk])
        assert "As things stand it will not be made" not in as_(reviewer).get(url).content.decode()
        publish(lesson, title="Something else")

        assert "As things stand it will not be made" in as_(reviewer).get(url).content.decode()

    def test_is_for_those_who_may_publish_the_course(self, course, lesson, editor, neighbour, stranger, at, as_):
        publish(lesson, title="Waits")
        planned(course, editor, at)
        for person, statuses in ((editor, {302}), (neighbour, {302, 403}), (stranger, {302, 403})):
            for name in ("courses_plan", "courses_withdraw"):
                answer = as_(person).post(
                    address(course, name), {"change": "correction", "why": "x", "shown": "x", "at": at.isoformat()}
                )
                assert answer.status_code in statuses
            assert as_(person).get(address(course)).status_code in statuses
        assert ScheduledRelease.objects.get().state == "planned"
        assert ScheduledRelease.objects.count() == 1

    @pytest.mark.parametrize(("why", "ago"), [(" ", HOUR), ("Because", -HOUR)])
    def test_the_service_wants_a_reason_and_a_time_to_come(self, why, ago, course, lesson, reviewer):
        publish(lesson, title="Waits")
        with pytest.raises(ValueError, match="its author, a reason"):
            planned(course, reviewer, timezone.now() + ago, why=why)

    def test_the_service_wants_something_to_release(self, course, reviewer, at):
        with pytest.raises(ChangedSinceShown):
            planned(course, reviewer, at)


class TestWhatEditorsAreTold:
    def test_when_a_page_goes_live_and_when_learners_get_it(self, course, lesson, reviewer, at, as_):
        on_schedule(lesson, at, title="Later")
        client = as_(reviewer)
        url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        page = client.get(url).content.decode()
        assert "Goes live at" in page
        assert "when somebody releases the course after that" in page
        assert "Goes live at" in client.get(reverse("courses_release", args=[course.pk])).content.decode()

        planned(course, reviewer, at)

        assert "with the release that is planned for" in client.get(url).content.decode()

    def test_it_is_said_when_the_hour_is_set(self, course, lesson, reviewer, at, as_):
        later = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
        client = as_(reviewer)
        answer = edit(client, lesson, go_live_at=later, text="Later")

        assert "when somebody releases the course after that" in client.get(answer.url).content.decode()
        assert LessonPage.objects.get(pk=lesson.pk).approved_schedule

    def test_a_course_that_is_taken_off_is_closed_then(self, course, course_page, reviewer, at, as_):
        publish(course_page, expire_at=at)

        page = as_(reviewer).get(reverse("courses_release", args=[course.pk])).content.decode()

        assert "From then on nobody can be enrolled" in page

    def test_the_page_costs_no_statement_more_for_each_scheduled_page(self, course, course_page, reviewer, at, as_):
        pages = list(LessonPage.objects.child_of(course_page))
        client, url = as_(reviewer), reverse("courses_release", args=[course.pk])

        def cost():
            with CaptureQueriesContext(connection) as seen:
                client.get(url)
            return len(seen)

        extra = [
            course_page.add_child(instance=LessonPage(title=f"Extra {name}", slug=f"extra-{name}")) for name in "abcd"
        ]
        on_schedule(pages[0], at, title="One")
        client.get(url)
        one = cost()
        for page in (*extra, pages[1]):
            on_schedule(page, at, title="Anew")
        client.get(url)  # the report of the checks is kept once it was made

        assert cost() <= one
