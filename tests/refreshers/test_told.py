"""After a course is completed its refreshers are planned in the background; each is told of once when it is due."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.refreshers import services
from assessments.refreshers.jobs import PlanRefreshers
from assessments.refreshers.models import Refresher, Schedule
from assessments.refreshers.notices import RefresherDue
from courses.models import CoursePage
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice

from .conftest import DAY


def test_whoever_completes_a_course_has_them_planned_once(completed, academy, now):
    PlanRefreshers().run([academy], now=now + DAY)
    PlanRefreshers().run([academy], now=now + DAY)
    assert Refresher.objects.count() == 3


def test_what_was_completed_long_ago_or_elsewhere_is_let_be(completed, academy, neighbour, now):
    PlanRefreshers().run([academy], now=now + 7 * DAY)
    PlanRefreshers().run([neighbour.institution], now=now + DAY)
    assert not Refresher.objects.exists()


def test_whoever_wants_none_is_not_asked_again(completed, academy, wanjiru, now):
    services.switch(learner=wanjiru, on=False, now=now)
    PlanRefreshers().run([academy], now=now + DAY)
    assert not Refresher.objects.exists()


class TestTheNotice:
    def test_is_told_once_when_one_is_due_with_the_way_to_it(self, planned, wanjiru, due_at):
        for when in (due_at - DAY, due_at, due_at + DAY):
            due_notices.gather(now=when)
        notices = Notice.objects.filter(kind="refresher_due")
        assert [notice.person_id for notice in notices] == [wanjiru.pk]
        words = RefresherDue().words([type("T", (), {"person": wanjiru.pk, "facts": notices[0].facts})()], now=due_at)
        assert words[0].link == reverse("refreshers:show", args=[planned[0].pk])
        assert "What trafficking is" in words[0].text

    @pytest.mark.parametrize("why", ["off", "skipped", "begun", "long ago"])
    def test_is_not_told_in_vain(self, why, planned, wanjiru, due_at):
        if why == "off":
            services.switch(learner=wanjiru, on=False, now=due_at)
        if why == "skipped":
            services.skip(refresher=planned[0], now=due_at)
        if why == "begun":
            services.begin(refresher=planned[0], language="en", now=due_at)
        when = due_at + 5 * DAY if why == "long ago" else due_at
        assert list(RefresherDue().occasions(now=when)) == []

    def test_says_nothing_of_what_it_knows_nothing_of(self, db, now):
        told = [type("T", (), {"person": 1, "facts": facts})() for facts in ({}, {"refresher": 1})]
        assert RefresherDue().words(told, now=now) == [None, None]


class TestTheSchedule:
    @pytest.fixture
    def address(self, course):
        return reverse("refreshers_schedule", args=[course.pk])

    def test_is_set_by_whoever_publishes_the_course(self, as_, superuser, course, address):
        client = as_(superuser)
        assert 'value="7, 30, 90"' in client.get(address).content.decode()
        assert client.post(address, {"days": "90 ; 3،7"}).status_code == 302
        assert Schedule.objects.get().days == [3, 7, 90]
        client.post(address, {"days": ""})
        assert services.days_of(course) == []
        page = CoursePage.objects.get(translation_key=course.pk)
        assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    @pytest.mark.parametrize("days", ["x", "0", "731", "1 2 3 4 5 6 7", "-3", "3.5", "²"])
    def test_takes_no_nonsense(self, days, as_, superuser, address):
        answer = as_(superuser).post(address, {"days": days})
        assert answer.status_code == 422 and "such as 7, 30, 90" in answer.content.decode()
        assert not Schedule.objects.exists()

    def test_whoever_may_not_come_into_the_admin_is_answered_as_everywhere_in_it(self, as_, omar, course, address):
        nowhere = reverse("refreshers_schedule", args=[uuid4()])
        answers = [as_(omar).get(one, follow=True) for one in (address, nowhere, "/admin/pages/")]
        assert {answer.status_code for answer in answers} == {403}
        assert {answer.templates[0].name for answer in answers} == {"people/not_for_you.html"}
        assert course.title_in("en") not in answers[0].content.decode()
