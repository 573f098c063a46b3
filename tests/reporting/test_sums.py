"""Sums are what counting anew gives after each refresh; and pages say the same with them and without."""

import random
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from courses.models import Course
from lms.desks.reporting.charts import by_month
from lms.desks.reporting.filters.selection import ask
from lms.desks.reporting.sums import queries, statements
from lms.desks.reporting.sums import refresh as refreshing
from lms.desks.reporting.sums.models import Completer, CourseSum, Refresh, Sum
from lms.desks.reporting.sums.refresh import last_refresh, refresh, refresh_if_due
from lms.desks.reporting.tables import groups, overview
from lms.learning.progress.models import Enrolment, Stay
from lms.people.administration.institutions.services import move
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from tests.builders import complete
from tests.conftest import NOW, make_person

from .conftest import at

QUESTIONS = (
    {},
    {"by": "sex"},
    {"by": "month"},
    {"sex": "F"},
    {"sex": "none", "by": "month"},
    {"from": "2026-08-05", "to": "2026-11-03"},
    {"from": "2026-10-01", "by": "month"},
    {"by": "course"},
    {"course": "trafficking"},
    {"course": "trafficking", "by": "sex"},
    {"course": "trafficking", "sex": "F"},
    {"programme": "core"},
    {"programme": "core", "course": "trafficking", "by": "course"},
    {"course": "trafficking", "from": "2026-08-05"},
    {"cohort": "any"},
)


def pages(viewer, params, now=NOW):
    """All figures of the overview and of the report, from sums that were refreshed now."""
    refresh(now=now)
    return read(viewer, params, now=now)


def read(viewer, params, now=NOW):
    """The same from sums as they are."""
    selection = ask(viewer, params, now=now, shapes=("by",))
    rows = sorted((group.label, sorted(group.counts.items())) for group in groups.groups(selection))
    return rows, overview.cards(selection), by_month.completed_by_month(selection)


@pytest.fixture
def counted(monkeypatch):
    """The same pages without sums: every figure counted from its rows."""

    def pages_without(*arguments, **named):
        with monkeypatch.context() as patch:
            patch.setattr(queries, "can_answer", lambda *_args, **_named: False)
            patch.setattr(queries, "can_answer_by_course", lambda *_args, **_named: False)
            return read(*arguments, **named)

    return pages_without


def wrong(now=NOW):
    return [one for model in statements.COLUMNS for one in statements.differences(model, now=now)]


class TestWhateverHappens:
    @pytest.mark.parametrize("params", QUESTIONS)
    def test_pages_say_the_same_with_sums_and_without(self, world, halima, superuser, counted, params):
        for viewer in (halima, superuser):
            assert pages(viewer, params) == counted(viewer, params)

    def test_a_course_or_programme_is_read_from_its_sums(self, world, halima, monkeypatch):
        refresh(now=NOW)
        selections = [ask(halima, params, now=NOW, shapes=("by",)) for params in QUESTIONS[8:12]]
        monkeypatch.setattr(groups, "_counted", lambda *_args: pytest.fail("enrolments were counted"))
        assert all(groups.groups(selection) for selection in selections)

    def test_somebody_who_completed_at_two_institutions_is_one_person(self, world, halima, neighbour_academy, counted):
        people.transfer(person=world["M4"].learner, to=neighbour_academy, now=at(10, 10))
        complete(Enrolment.objects.get(pk=world["M4"].pk), now=at(11, 20))
        Enrolment.objects.filter(pk=world["M1"].pk).update(learner=world["M4"].learner)
        assert pages(halima, {}) == counted(halima, {})

    def test_a_revoked_certificate_is_no_longer_counted(self, world, halima, counted):
        before = pages(halima, {})
        Certificate.objects.filter(enrolment=world["P1"]).update(revoked_at=NOW, revoked_why="Issued by mistake.")
        Certificate.objects.filter(enrolment=world["M1"]).delete()
        assert pages(halima, {}) == counted(halima, {}) != before

    def test_an_institution_that_moves_takes_its_sums_along(self, world, superuser, academy, uganda, counted):
        refresh(now=NOW)
        move(institution=academy, parent=uganda, by=superuser)
        for place in (uganda, academy):
            assert read(superuser, {"institution": str(place.pk)}) == counted(superuser, {"institution": str(place.pk)})

    def test_enrolments_become_overdue_as_time_passes(self, world, halima, counted):
        for now in (at(11, 22, 8), at(11, 22, 10), at(11, 30, 20), at(11, 30, 22), at(12, 1, 0)):
            assert pages(halima, {}, now=now) == counted(halima, {}, now=now)

    def test_other_time_zones_count_their_own_days(self, world, academy, counted):
        """M2 completed on 30 September at 22:00 UTC."""
        Institution.objects.filter(pk=academy.pk).update(timezone="Africa/Dakar")
        viewer = User.objects.get(pk=make_person("KE-198", "Coordinator", academy, Role.COORDINATOR).pk)
        assert dict(dict(pages(viewer, {"by": "month"})[0])["October 2026"])["completed"] == 0
        for params in QUESTIONS:
            assert pages(viewer, params) == counted(viewer, params)

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 10**6), steps=st.integers(1, 25))
    def test_any_changes_in_any_order(self, world, halima, counted, academy, neighbour_academy, seed, steps):
        chance = random.Random(seed)
        for _step in range(steps):
            change(chance, world, [academy, neighbour_academy])
        params = chance.choice(QUESTIONS)
        assert pages(halima, params) == counted(halima, params)
        assert wrong() == []


def change(chance, world, places):
    """Something that changes counts, done to rows as no service would: what the database sees is all that matters."""
    some = Enrolment.objects.filter(pk__in=chance.sample([row.pk for row in world.enrolments.values()], 3))
    when = NOW - timedelta(minutes=chance.randrange(-50_000, 600_000))
    open_now, done = some.filter(completed_at=None), some.filter(completed_at__isnull=False)
    changes = [
        lambda: open_now.update(completed_at=when, status="completed"),
        lambda: done.update(completed_at=when),
        lambda: some.update(institution=chance.choice(places), arrived_at=chance.choice([None, when])),
        lambda: some.update(sex=chance.choice(["F", "M", ""])),
        lambda: open_now.update(course=another_course()),
        lambda: open_now.update(due_at=chance.choice([None, when])),
        lambda: open_now.update(started_at=chance.choice([None, when]), status="started"),
        lambda: leave(open_now.first(), places, when),
        lambda: Stay.objects.filter(pk=Stay.objects.values_list("pk", flat=True).first() or 0).delete(),
        lambda: refresh(now=NOW),
    ]
    chance.choice(changes)()


def another_course():
    return Course.objects.get_or_create(slug="another", defaults={"id": uuid4(), "titles": {"en": "Another"}})[0]


def leave(enrolment, places, when):
    to = [place for place in places if enrolment and place.pk != enrolment.institution_id]
    if to and not Stay.objects.filter(enrolment=enrolment, left_at=when).exists():
        names = (
            "learner",
            "course",
            "release",
            "assignment",
            "institution",
            "sex",
            "status",
            "enrolled_at",
            "started_at",
        )
        Stay.objects.create(
            enrolment=enrolment, to=to[0], left_at=when, **{name: getattr(enrolment, name) for name in names}
        )


class TestRefreshing:
    def test_leaves_one_row_for_each_sum(self, world):
        assert refresh(now=NOW) > 0
        for model, columns in statements.COLUMNS.items():
            keys = list(model.objects.values_list(*columns))
            assert len(keys) == len(set(keys)) > 0
        assert wrong() == []
        assert refresh(now=NOW) == 0

    def test_writes_only_what_changed(self, world):
        refresh(now=NOW)
        before = set(Sum.objects.values_list("pk", flat=True))
        Enrolment.objects.filter(pk=world["M6"].pk).update(status="started", started_at=NOW)
        assert refresh(now=NOW) == 2
        assert len(before ^ set(Sum.objects.values_list("pk", flat=True))) == 1
        assert CourseSum.objects.get(figure="started", sex="F", institution=world["M6"].institution).number == 3

    def test_a_certificate_whose_completion_was_taken_back_counts_on_no_day(self, world):
        for number in ("P1", "M1"):
            Enrolment.objects.filter(pk=world[number].pk).update(status="started", completed_at=None)
            refresh(now=NOW)
        assert wrong() == []
        assert Sum.objects.filter(day=None).count() == 2

    def test_of_two_at_once_one_writes(self, world, monkeypatch):
        """The other one writes while this one counts."""

        def counted_meanwhile(model, *, now):
            found = list(statements.differences(model, now=now))
            if model is Completer:
                monkeypatch.setattr(refreshing, "differences", statements.differences)
                refresh(now=NOW)
            return found

        monkeypatch.setattr(refreshing, "differences", counted_meanwhile)
        assert refresh(now=at(12, 1)) == 0
        assert last_refresh() == NOW
        assert wrong() == []

    def test_a_killed_one_leaves_figures_and_time_as_they_were(self, world, halima, monkeypatch):
        before = pages(halima, {})
        Enrolment.objects.filter(pk=world["M6"].pk).update(status="completed", completed_at=NOW)
        monkeypatch.setattr(refreshing, "_write", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh(now=at(11, 25))
        assert (last_refresh(), read(halima, {})) == (NOW, before)

    def test_one_that_took_long_is_followed_by_a_pause(self, world):
        refresh(now=NOW)
        Refresh.objects.update(seconds=60)
        assert refresh_if_due(now=NOW + timedelta(minutes=29)) is None
        assert refresh_if_due(now=NOW + timedelta(minutes=30)) is not None
        Refresh.objects.update(seconds=60)
        assert refresh_if_due(now=NOW - timedelta(days=1)) is not None, "the clock was put back"

    def test_an_institution_or_person_that_goes_takes_its_sums_along(self, world):
        person = User.objects.create_user("KE-7", name="Gone")
        Completer.objects.create(learner=person, institution=world["M1"].institution, number=0)
        person.delete()
        assert not Completer.objects.filter(number=0).exists()


class TestTheCommand:
    def test_proves_that_nothing_would_change(self, world):
        refresh(now=NOW)
        out = StringIO()
        with time_machine.travel(NOW + timedelta(days=100)):
            call_command("rebuild_sums", "--check", stdout=out)
        assert "0 sums differ." in out.getvalue()

    def test_finds_and_corrects_what_is_wrong(self, world, halima, counted):
        refresh(now=NOW)
        Sum.objects.filter(figure="completed").delete()
        Completer.objects.update(number=5)
        with pytest.raises(CommandError, match="sums differ"):
            call_command("rebuild_sums", "--check", stdout=StringIO())
        call_command("rebuild_sums", stdout=StringIO())
        assert wrong() == []
        assert read(halima, {}) == counted(halima, {})
