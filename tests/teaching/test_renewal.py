"""Stored standings of a cohort’s members, and the pages that count and sort by them: on random cohorts, after any
changes.
"""

import random
import re
from datetime import timedelta
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.desks.teaching.cohorts.cohort_page import show, summarise
from lms.desks.teaching.models import MemberStanding
from lms.desks.teaching.standing import renewal
from lms.desks.teaching.standing.attention_rules import set_rule
from lms.desks.teaching.standing.filters import ORDERS, Filters
from lms.desks.teaching.standing.rules import Reason
from lms.desks.teaching.standing.statements import visible_cohorts
from lms.desks.teaching.standing.thresholds import Thresholds
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort, CohortMember
from tests.kept import kept

from .chance import Chance, assert_same, courses, ruled  # noqa: F401  a fixture


@pytest.fixture
def chance(cohort, courses, academy, unit, ugandan_academy, now):
    """A cohort filled at random, and renewed."""
    filled_and_renewed(cohort, courses, [academy, unit, ugandan_academy], now)


@kept
def filled_and_renewed(cohort, courses, institutions, now) -> None:
    """Return what `chance` writes."""
    Chance(5, cohort, courses, institutions, now)
    renewal.renew_all(now=now)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.sweep) for seed in (1, 2))])
def test_pages_and_file_say_what_is_counted_one_by_one(seed, cohort, courses, academy, unit, ugandan_academy, now):
    Chance(seed, cohort, courses, [academy, unit, ugandan_academy], now)
    renewal.renew_all(now=now)
    assert {one.reason for one in assert_same(ruled(cohort), now)} == set(Reason), "chance left no reason out"


def test_all_who_see_a_cohort_see_what_counts_in_it(cohort, academy, omar, halima, superuser):
    for viewer in (omar, halima, superuser):
        assert visible_cohorts(viewer).filter(pk=cohort.pk).exists()
        assert type(academy).objects.visible_to(viewer).filter(pk=academy.pk).exists()


def test_where_the_quiz_is_off_nobody_is_out_of_attempts(chance, cohort, academy, unit, switch, now):
    assert MemberStanding.objects.filter(reason=Reason.NO_ATTEMPT_LEFT).exists()
    switch("quiz", academy, False)
    renewal.renew_all(now=now)
    assert not MemberStanding.objects.filter(reason=Reason.NO_ATTEMPT_LEFT).exists()


def test_a_page_takes_six_statements_and_the_list_of_cohorts_two(chance, cohort, now, django_assert_num_queries):
    cohort = ruled(cohort)
    show(cohort, filters=Filters(), page=None, now=now)
    for sort in ORDERS:
        with django_assert_num_queries(6):
            show(cohort, filters=Filters(sort=sort), page="2", now=now)
    with django_assert_num_queries(2):
        summarise([cohort], now=now)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads so few rows at once")
@pytest.mark.parametrize("sort", ORDERS)
def test_pages_are_sorted_and_counted_by_an_index(sort, chance, cohort, now):
    with CaptureQueriesContext(connection) as captured:
        show(ruled(cohort), filters=Filters(sort=sort), page=None, now=now)
    asked = [query["sql"] for query in captured if 'FROM "teaching_memberstanding"' in query["sql"]]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = " ".join(row[3] for row in cursor.fetchall())
            assert "USING COVERING INDEX standing_" in plan or "USING INDEX standing_" in plan
            assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_a_cohort_with_nothing_assigned_and_one_without_people(cohort, wanjiru, now):
    assert_same(ruled(cohort), now)
    people_services.join(cohort=cohort, people=[wanjiru], now=now)
    assert_same(ruled(cohort), now)


def test_a_page_that_there_is_not_is_the_last_and_nonsense_is_the_first(cohort, joined, now):
    for asked, number in (("9", 1), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), (None, 1), ("9" * 40, 1)):
        shown = show(ruled(cohort), filters=Filters(), page=asked, now=now)
        assert (shown.page.number, len(shown.page.object_list)) == (number, 2)


def change(chance, row, now):
    """Something that changes a standing, done to rows as no service would."""
    when = now + timedelta(hours=chance.randrange(-900, 900))
    some = Enrolment.objects.filter(pk=row.pk)
    changes = [
        lambda: some.update(remaining=chance.randint(0, 2)),
        lambda: some.filter(completed_at=None).update(completed_at=when, status="completed", remaining=0),
        lambda: some.update(due_at=chance.choice([None, when])),
        lambda: some.update(seen_at=chance.choice([None, when])),
        lambda: CohortMember.objects.filter(user=row.learner_id).delete(),
    ]
    chance.choice(changes)()


class TestRenewal:
    @pytest.mark.sweep
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 10**6), steps=st.integers(1, 12))
    def test_takes_up_any_changes_in_any_order(self, chance, cohort, seed, steps, now, monkeypatch):
        monkeypatch.setattr(renewal, "AT_ONCE", 7)
        dice = random.Random(seed)
        for _step in range(steps):
            change(dice, dice.choice(list(Enrolment.objects.all())), now)
            if dice.random() < 0.3:
                renewal.renew_recent(now=now)
        renewal.renew_recent(now=now)
        assert list(renewal.differences(now=now)) == []

    def test_takes_up_the_time(self, chance, cohort, now):
        for hours in (1, 20, 24, 100, 200, 400, 1000):
            later = now + timedelta(hours=hours)
            Enrolment.objects.update(changed_at=now - timedelta(days=1))
            Assignment.objects.update(touched_at=now - timedelta(days=1))
            renewal.renew_recent(now=later)
            assert list(renewal.differences(now=later)) == []

    def test_reads_little_where_nothing_changed(self, chance, now, django_assert_num_queries):
        Enrolment.objects.update(changed_at=now - timedelta(days=1))
        Assignment.objects.update(touched_at=now - timedelta(days=1))
        renewal.renew_recent(now=now)
        with django_assert_num_queries(6):
            assert renewal.renew_recent(now=now) == 0

    def test_finds_changes_from_before_a_long_pause(self, chance, cohort, now):
        renewal.renew_recent(now=now)
        later = now + timedelta(hours=3)
        Enrolment.objects.filter(completed_at=None).update(remaining=0, changed_at=now + timedelta(minutes=1))
        assert any(renewal.differences(now=later))
        renewal.renew_recent(now=later)
        assert list(renewal.differences(now=later)) == []

    def test_a_run_that_was_stopped_leaves_its_changes_to_the_next(self, chance, cohort, now, monkeypatch):
        renewal.renew_recent(now=now)
        Enrolment.objects.filter(completed_at=None).update(remaining=0, changed_at=now)
        later = now + timedelta(minutes=9)
        with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
            stopped.setattr(renewal, "renew", Mock(side_effect=KeyboardInterrupt))
            renewal.renew_recent(now=later)
        renewal.renew_recent(now=later)
        assert list(renewal.differences(now=later)) == []

    def test_a_rule_that_was_set_meanwhile_counts(self, chance, cohort, omar, now):
        read_before = ruled(cohort)
        rule = Thresholds(soon_days=20, quiet_days=30, behind=90)
        set_rule(of=cohort, rule=rule, by=omar, now=now)
        renewal.renew(read_before, now=now)
        assert list(renewal.differences(now=now)) == []

    def test_of_everybody_goes_on_where_it_was_stopped(self, chance, cohort, academy, now, monkeypatch):
        other = Cohort.objects.create(institution=academy, name="Another")
        renewed = []
        with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
            stopped.setattr(renewal, "renew", Mock(side_effect=[0, KeyboardInterrupt]))
            renewal.renew_in_turn(now=now)
        monkeypatch.setattr(renewal, "renew", lambda cohort, now: renewed.append(cohort.pk))
        renewal.renew_in_turn(now=now)
        assert renewed == [other.pk]
        renewal.renew_in_turn(now=now)
        assert renewed == [other.pk, cohort.pk, other.pk]

    def test_a_median_that_moves_judges_everybody(self, assigned, wanjiru, abdi, now):
        renewal.renew_all(now=now)
        assert set(MemberStanding.objects.values_list("reason", flat=True)) == {Reason.ON_TRACK}
        Enrolment.objects.filter(learner=abdi).update(remaining=0)
        renewal.renew_people([abdi.pk], now=now)
        assert MemberStanding.objects.get(member__user=wanjiru).reason == Reason.SLOW

    def test_standings_come_and_go_with_members(self, joined, wanjiru, abdi, now):
        assert set(MemberStanding.objects.values_list("member__user", flat=True)) == {wanjiru.pk, abdi.pk}
        people_services.leave(cohort=joined, person=abdi, now=now)
        assert MemberStanding.objects.get().member.user == wanjiru
        joined.delete()
        assert not MemberStanding.objects.exists()

    def test_of_nobody_are_found_and_deleted(self, joined, abdi, now):
        CohortMember.objects.filter(user=abdi)._raw_delete("default")
        assert [stored.pk for _anew, stored in renewal.differences(now=now)]
        assert renewal.renew_all(now=now) == 1
        assert list(renewal.differences(now=now)) == []

    def test_a_withdrawn_course_counts_no_longer_and_leaves_the_others_where_they_are(
        self, chance, cohort, courses, now
    ):
        Assignment.objects.filter(cohort=cohort, course=courses[0]).update(withdrawn_at=now, touched_at=now)
        before = show(ruled(cohort), filters=Filters(), page=None, now=now).completed
        renewal.renew_recent(now=now)
        assert before == show(ruled(cohort), filters=Filters(), page=None, now=now).completed
        assert_same(ruled(cohort), now)

    def test_of_so_many_courses_no_totals_are_kept(self, chance, cohort, now, monkeypatch):
        for module in ("standing.renewal", "cohorts.cohort_page"):
            monkeypatch.setattr(f"lms.desks.teaching.{module}.MOST_BITS", 1)
        renewal.renew_all(now=now)
        _one, *others = show(ruled(cohort), filters=Filters(), page=None, now=now).completed
        assert others == [None, None]

    def test_twice_writes_nothing_more_and_locks_no_row(self, chance, now):
        with CaptureQueriesContext(connection) as asked:
            assert renewal.renew_all(now=now) == 0
        written = [query["sql"] for query in asked if re.search("FOR .*UPDATE|INSERT|^UPDATE", query["sql"])]
        assert written == []

    def test_of_everybody_writes_the_rows_that_differ(self, chance, now):
        wrong = MemberStanding.objects.first()
        MemberStanding.objects.filter(pk=wrong.pk).update(done=wrong.done + 1)
        assert renewal.renew_all(now=now) == 1
        assert list(renewal.differences(now=now)) == []


class TestTheCommand:
    def test_proves_that_nothing_would_change(self, chance):
        call_command("rebuild_places", stdout=StringIO())
        out = StringIO()
        call_command("rebuild_places", "--check", stdout=out)
        assert "0 places differ." in out.getvalue()

    def test_finds_and_corrects_what_is_wrong(self, chance):
        call_command("rebuild_places", stdout=StringIO())
        MemberStanding.objects.filter(pk=MemberStanding.objects.first().pk).update(seen=77, until=None)
        MemberStanding.objects.filter(pk=MemberStanding.objects.last().pk).delete()
        with pytest.raises(CommandError, match="2 places differ"):
            call_command("rebuild_places", "--check", stdout=StringIO())
        out = StringIO()
        call_command("rebuild_places", stdout=out)
        assert "2 places corrected." in out.getvalue()
        call_command("rebuild_places", "--check", stdout=StringIO())
