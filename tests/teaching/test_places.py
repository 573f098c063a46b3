"""Places in cohorts say what their people's enrolments say, whatever happened; and the page the same with them and
without.
"""

import random
from datetime import timedelta
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.desks.teaching.cohorts import cohort_page
from lms.desks.teaching.cohorts.cohort_page import show
from lms.desks.teaching.models import Behind, Place
from lms.desks.teaching.standing import counts, places, triggers
from lms.desks.teaching.standing.filters import Filters
from lms.desks.teaching.standing.statements import cohort_for
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import CohortMember, User

from .test_ranking import Chance, assert_same, courses  # noqa: F401  a fixture


def wrong():
    return [(place.learner_id, columns) for place, columns in places.differences()]


def all_due(now):
    """All enrolments are due now."""
    Enrolment.objects.update(due_at=now)


def refuse(*_arguments, **_named):
    raise NotImplementedError


@pytest.fixture
def never_ranked(monkeypatch):
    """Nobody is ranked from their enrolments because places could not tell; by when they were seen all always are."""

    def rank(*arguments, **named):
        assert arguments[2].sort == "seen", "places could not tell"
        return ranked(*arguments, **named)

    ranked = cohort_page.rank
    monkeypatch.setattr(cohort_page, "rank", rank)


@pytest.fixture
def chance(cohort, courses, academy, unit, ugandan_academy, now):
    """A cohort filled at random, and worked out."""
    filled = Chance(5, cohort, courses, [academy, unit, ugandan_academy], now)
    places.catch_up()
    return filled


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many there are of each")
def test_the_few_who_are_ranked_are_looked_up_one_by_one(chance, omar, cohort, now):
    with CaptureQueriesContext(connection) as captured:
        show(cohort_for(omar, cohort.pk), viewer=omar, filters=Filters(), page=None, now=now)
    counted, *_again = [query["sql"] for query in captured if "WITH noted" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if step.startswith("SEARCH e USING INDEX enrolment_of_learner (learner_id=?")]
    assert [step for step in plan if step.startswith("SEARCH u USING INTEGER PRIMARY KEY")]


class TestThePage:
    def test_says_what_everybody_comes_to(self, chance, cohort, omar, halima, superuser, never_ranked, now):
        assert not Behind.objects.exists()
        for viewer in (omar, halima, superuser):
            assert_same(cohort, viewer, now)

    def test_says_so_where_some_are_behind(self, chance, cohort, omar, superuser, never_ranked, now):
        rows = list(Enrolment.objects.filter(completed_at=None).order_by("pk"))
        for row in chance.random.sample(rows, 12):
            change(chance.random, row, now)
        assert Behind.objects.exists()
        for viewer in (omar, superuser):
            assert_same(cohort, viewer, now)

    def test_says_so_where_the_courses_changed(self, chance, cohort, courses, omar, never_ranked, now):
        Assignment.objects.filter(cohort=cohort, course=courses[0]).delete()
        assert_same(cohort, omar, now)
        places.catch_up()
        assert_same(cohort, omar, now)

    def test_reads_everybody_where_too_many_are_behind(self, chance, cohort, omar, monkeypatch, now):
        monkeypatch.setattr(counts, "MOST_OTHERS", 3)
        all_due(now)
        assert_same(cohort, omar, now)

    @pytest.mark.parametrize(("name", "most"), [("MOST_NOTES", 2), ("MOST_COURSES", 1)])
    def test_reads_everybody_where_places_cannot_tell(self, name, most, chance, cohort, omar, monkeypatch, now):
        monkeypatch.setattr(counts, name, most)
        all_due(now)
        with monkeypatch.context() as patch, pytest.raises(NotImplementedError):
            patch.setattr(cohort_page, "rank", refuse)
            show(cohort, viewer=omar, filters=Filters(), page=None, now=now)
        assert_same(cohort, omar, now)

    def test_of_so_many_courses_nothing_is_kept(self, cohort, courses, academy, now, monkeypatch):
        monkeypatch.setattr(places, "MOST_COURSES", 1)
        Chance(6, cohort, courses, [academy], now)
        places.catch_up()
        assert set(Place.objects.values_list("shape", "enrolled")) == {(0, 0)}
        assert wrong() == []

    def test_costs_the_same_statements_whoever_is_behind(
        self, chance, cohort, omar, now, django_assert_num_queries, never_ranked
    ):
        show(cohort, viewer=omar, filters=Filters(), page=None, now=now)
        for _turn in range(2):
            with django_assert_num_queries(7):  # of which one reads those whom this viewer sees otherwise
                show(cohort, viewer=omar, filters=Filters(), page=None, now=now)
            all_due(now)


def change(chance, row, now):
    """Something that changes what a place says, done to rows as no service would."""
    when = now + timedelta(hours=chance.randrange(-900, 900))
    some = Enrolment.objects.filter(pk=row.pk)
    person = User.objects.filter(pk=row.learner_id)
    place = CohortMember.objects.filter(user=row.learner_id)
    changes = [
        lambda: some.update(remaining=chance.randint(0, 2)),
        lambda: some.filter(completed_at=None).update(completed_at=when, status="completed", remaining=0),
        lambda: some.update(due_at=chance.choice([None, when])),
        lambda: some.update(seen_at=chance.choice([None, when])),
        lambda: person.update(name=chance.choice(["Zuri", "Éva", "abel"])),
        lambda: person.update(institution=None),
        lambda: some.update(
            institution=chance.choice([row.institution_id, row.learner.institution_id or row.institution_id])
        ),
        lambda: place.delete(),
        lambda: Enrolment.objects.filter(pk=row.pk, attempts=None).delete(),
    ]
    chance.choice(changes)()


class TestWhateverHappens:
    def test_places_come_and_go_with_members(self, joined, wanjiru, abdi, omar):
        assert set(Place.objects.values_list("learner", flat=True)) == {wanjiru.pk, abdi.pk}
        CohortMember.objects.filter(user=abdi).update(user=omar)
        assert set(Place.objects.values_list("learner", flat=True)) == {wanjiru.pk, omar.pk}
        CohortMember.objects.all().delete()
        assert not Place.objects.exists()
        assert triggers.strays() == 0

    def test_what_a_page_does_not_count_is_not_noted(self, assigned, wanjiru, now):
        Enrolment.objects.update(seen_at=now)
        places.catch_up()
        later = now + timedelta(minutes=59)
        Enrolment.objects.update(seen_at=later, status="started", started_at=now, score=1)
        User.objects.update(last_login=now, language="sw")
        Enrolment.objects.filter(learner=wanjiru).update(remaining=Enrolment.objects.first().remaining)
        assert not Behind.objects.exists()

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 10**6), steps=st.integers(1, 15))
    def test_any_changes_in_any_order(self, chance, cohort, omar, never_ranked, seed, steps, now):
        dice = random.Random(seed)
        for _step in range(steps):
            rows = list(Enrolment.objects.select_related("learner"))
            change(dice, dice.choice(rows), now)
            if dice.random() < 0.2:
                places.catch_up()
        assert wrong() == []
        assert triggers.strays() == 0
        assert_same(cohort, omar, now)
        places.catch_up()
        assert (wrong(), Behind.objects.count()) == ([], 0)

    def test_goes_on_in_batches(self, chance, cohort, omar, monkeypatch, now):
        monkeypatch.setattr(places, "AT_ONCE", 7)
        all_due(now)
        assert places.catch_up() > 0
        assert (wrong(), Behind.objects.count()) == ([], 0)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer.")
    @pytest.mark.django_db(transaction=True)
    def test_leaves_to_others_what_they_work_out(self, cohort, wanjiru, now):
        people_services.join(cohort=cohort, people=[wanjiru], now=now)

        def other():
            places.catch_up()
            connection.close()

        with transaction.atomic():
            Place.objects.select_for_update().get()
            thread = Thread(target=other)
            thread.start()
            thread.join(20)
            assert not thread.is_alive()
        assert Behind.objects.exists()
        places.catch_up()
        assert not Behind.objects.exists()


class TestTheCommand:
    def test_proves_that_nothing_would_change(self, chance):
        out = StringIO()
        call_command("rebuild_places", "--check", stdout=out)
        assert "0 places differ." in out.getvalue()

    def test_finds_and_corrects_what_is_wrong(self, chance, cohort, omar, now):
        Place.objects.filter(pk=Place.objects.first().pk).update(done=77)
        Place.objects.filter(pk=Place.objects.last().pk).delete()
        with pytest.raises(CommandError, match="2 places differ"):
            call_command("rebuild_places", "--check", stdout=StringIO())
        call_command("rebuild_places", stdout=StringIO())
        assert (wrong(), triggers.strays()) == ([], 0)
        assert_same(cohort, omar, now)

    def test_what_is_noted_is_no_difference(self, chance, now):
        all_due(now)
        call_command("rebuild_places", "--check", stdout=StringIO())


def test_a_trigger_that_is_gone_is_told_and_put_back(chance, cohort, omar, now):
    name = next(name for name in triggers.PLACES.wanted(connection) if "enrolment_update" in name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (" ON progress_enrolment" if connection.vendor == "postgresql" else ""))
    assert [one.id for one in triggers.PLACES.check(databases=["default"])] == ["teaching.W001"]
    all_due(now)
    triggers.PLACES.install(using="default")
    assert triggers.PLACES.check(databases=["default"]) == []
    places.catch_up()
    assert wrong() == []
    assert_same(cohort, omar, now)
