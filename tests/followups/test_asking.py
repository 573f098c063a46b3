"""People are asked three and six months after a course that asks, each once, with what they were on that day."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.followups import services
from lms.desks.followups.models import Inquiry
from lms.desks.followups.notices import UseAsked
from lms.desks.notices.models import Notice
from lms.foundation.plugins.notice import PendingNotice
from tests.conftest import NOW
from tests.progress.counting import statements

from .conftest import DAY, LATER, USED, graduate, set_at

pytestmark = pytest.mark.django_db


class TestPlanning:
    def test_asks_at_the_end_and_after_three_and_six_months(self, planned):
        assert [planned[months].opens_at for months in (0, 3, 6)] == [
            NOW,
            services.months_later(NOW, 3),
            services.months_later(NOW, 6),
        ]

    def test_keeps_who_somebody_was_on_that_day(self, planned, wanjiru, academy):
        wanjiru.sex, wanjiru.rank, wanjiru.institution = "M", "Chief", None
        wanjiru.save()
        row = Inquiry.objects.get(pk=planned[3].pk)
        assert (row.sex, row.unit_id) == ("F", academy.pk)
        assert row.rank != "Chief"

    def test_the_same_again_plans_nothing_more(self, planned):
        assert services.plan_all(now=NOW) == 0
        assert Inquiry.objects.count() == 3

    def test_is_once_for_the_database_too(self, planned):
        row = planned[3]
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    def test_a_course_without_a_rule_asks_nothing(self, enrolment, course):
        graduate("KE-1", enrolment.institution, course)
        assert services.plan_all(now=NOW) == 0

    def test_whoever_completed_before_the_rule_is_not_asked(self, course, academy, superuser):
        graduate("KE-1", academy, course)
        services.set_rule(course=course, followups=True, survey=False, by=superuser, now=NOW + DAY)
        assert services.plan_all(now=NOW + DAY) == 0

    def test_an_institution_that_says_no_is_left_out(self, rule, course, academy, kenya, superuser):
        set_at(kenya, superuser, asks=False)
        graduate("KE-1", academy, course)
        assert services.plan_all(now=NOW) == 0

    def test_what_is_switched_off_goes_unless_it_was_asked(self, surveyed, course, superuser):
        services.set_rule(course=course, followups=False, survey=False, by=superuser, now=NOW)
        assert [row.pk for row in Inquiry.objects.all()] == [surveyed.pk]

    def test_costs_as_many_statements_for_ten_as_for_one(self, rule, course, academy):
        graduate("KE-1", academy, course)
        with statements() as one:
            services.plan_all(now=NOW)
        for number in range(2, 12):
            graduate(f"KE-{number}", academy, course)
        with statements() as ten:
            assert services.plan_all(now=NOW) == 10
        assert len(ten) == len(one)


class TestTelling:
    def test_is_told_once_however_often_it_runs(self, asked):
        services.ask_due(now=LATER)
        assert Notice.objects.filter(kind=services.ASKED).count() == 1

    def test_nobody_is_asked_where_the_task_was_killed(self, planned, monkeypatch):
        def killed(*_args, **_more):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(services.notice, "tell", killed)
            with pytest.raises(KeyboardInterrupt):
                services.ask_due(now=LATER)
        assert not Inquiry.objects.asked().exists()
        assert services.ask_due(now=LATER) == 1
        assert Notice.objects.filter(kind=services.ASKED).count() == 1

    def test_reminds_twice_of_what_is_open(self, asked):
        found = [[*UseAsked().occasions(now=LATER + days * DAY)] for days in (1, 7, 12, 21, 30)]
        assert [[one.subject for one in told] for told in found] == [
            [],
            [f"{asked.pk}:1"],
            [],
            [f"{asked.pk}:2"],
            [],
        ]

    def test_reminds_nobody_who_answered(self, asked, later):
        services.answer(inquiry=asked, given=USED, now=later)
        assert not [*UseAsked().occasions(now=LATER + 7 * DAY)]

    def test_asks_nobody_whose_account_is_closed(self, planned, wanjiru):
        wanjiru.is_active = False
        wanjiru.save()
        assert services.ask_due(now=LATER) == 0
        assert not Inquiry.objects.asked().exists()

    def test_the_message_leads_to_the_questions(self, asked, wanjiru):
        (told,) = Notice.objects.filter(kind=services.ASKED)
        (words,) = UseAsked().words([PendingNotice(told.person_id, told.facts)], now=LATER)
        assert words.link.startswith("/after/")
        assert wanjiru.name not in words.text + words.subject + words.link
        assert wanjiru.service_number not in words.text + words.subject + words.link


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from([0, 3, 6]))
def test_months_are_counted_by_the_calendar(at, months):
    later = services.months_later(at.replace(tzinfo=UTC), months)
    assert (later.year - at.year) * 12 + later.month - at.month == months
    assert later.day == at.day or (later.day < at.day and services.months_later(later, 0).day in (28, 29, 30))
