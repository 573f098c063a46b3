"""Reports over closed runs: whom they count, what they come to, and which groups are too small to be shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from lms.foundation.plugins.contract import outputs
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.report import reports
from lms.learning.progress.journal import services as progress
from tests.casework.paths import path
from tests.conftest import make_person
from tests.progress.counting import statements

from .test_playing import closed, played

NAMES = ("simulation_steps", "simulation_choices", "simulation_measures")


def rows(name, viewer, now, **params):
    return list(reports.get(name).rows(viewer, params, now=now))


@pytest.fixture
def done(run, omar, now) -> Run:
    """The good path, closed."""
    played(run, path("good"), now)
    return closed(run, omar, now)


@pytest.fixture
def several(make_run, omar, players, now):
    """Five runs in which nobody did anything but be there."""
    for number in range(5):
        run = make_run(seated=("fiu",), mode="plenary")
        services.mark_present(run=run, seats=list(run.seats.playing().values_list("pk", flat=True)), by=omar, now=now)
        services.finish(run=run, by=omar, now=now)
        services.close_run(run=run, by=omar, now=now + timedelta(days=number))


class TestSteps:
    def test_the_good_path_earns_all_of_each_step(self, done, halima, now):
        found = rows("simulation_steps", halima, now)
        assert {row.cells["marks"] for row in found} == {100, None}
        assert {row.cells["learners"] for row in found} <= {None, 5, 6, 7}
        assert {row.cells["case"] for row in found} == {"The guesthouse"}

    @pytest.mark.parametrize("by", ["role", "profession", "institution"])
    def test_groups_that_are_too_small_show_nothing(self, done, halima, now, by, players):
        Seat.objects.filter(role="fiu").update(left_at=now)
        found = rows("simulation_steps", halima, now, by=by)
        few = [row for row in found if row.cells["learners"] is None]
        assert all(row.cells[name] is None for row in few for name in ("runs", "editions", "marks", "never"))
        assert (len(few) == len(found)) == (by == "role")

    def test_own_people_count_wherever_they_played(self, run, omar, now, uganda, ugandan_coordinator, enrolled):
        guest = make_person("UG-777", "Guest", uganda)
        progress.enrol(people=[guest], course=enrolled, now=now)
        services.seat(run=run, role="fiu", person=guest, by=omar, now=now)
        assert rows("simulation_steps", ugandan_coordinator, now) == []
        services.record(
            seat=Seat.objects.get(person=guest),
            verb="decide",
            data={"decision": "money", "option": "open", "reason": "It is lawful."},
            entry_id=uuid7(),
            now=now,
        )
        services.finish(run=run, by=omar, now=now)
        services.close_run(run=run, by=omar, now=now)
        found = rows("simulation_steps", ugandan_coordinator, now)
        assert found and {row.cells["marks"] for row in found} == {None}
        assert rows("simulation_measures", ugandan_coordinator, now) == []


class TestChoices:
    def test_what_seven_people_decided_is_shown_by_option(
        self, make_run, omar, now, halima, players, academy, enrolled
    ):
        run = make_run(seated=(), opened=False)
        people = [make_person(f"KE-71{number}", f"Analyst {number}", academy) for number in range(5)]
        progress.enrol(people=people, course=enrolled, now=now)
        for one in people:
            services.seat(run=run, role="fiu", person=one, by=omar, now=now)
        services.open_run(run=run, by=omar, now=now)
        services.mark_present(run=run, seats=list(run.seats.playing().values_list("pk", flat=True)), by=omar, now=now)
        closed(run, omar, now)
        found = rows("simulation_choices", halima, now)
        money = [row.cells for row in found if row.cells["decision"].startswith("A wallet fed by fourteen families")]
        assert [(one["best"], one["share"]) for one in money] == [(True, 0), (False, 0), (False, 0), (False, 100)]
        assert money[-1]["option"] == "Nobody decided" and money[-1]["learners"] == 5


class TestMeasures:
    def test_a_run_is_one_observation(self, several, halima, now):
        found = {row.cells["measure"]: row.cells for row in rows("simulation_measures", halima, now)}
        assert {one["runs"] for one in found.values()} == {5}
        assert found["Hours to safety"]["never"] == 1 and found["Hours to safety"]["mean"] is None

    def test_fewer_than_five_are_not_shown(self, done, halima, now):
        assert {row.cells["runs"] for row in rows("simulation_measures", halima, now)} == {None}

    def test_days_and_cohorts_narrow_it_down(self, several, halima, now, cohort):
        day = f"{now + timedelta(days=2):%Y-%m-%d}"
        assert {row.cells["runs"] for row in rows("simulation_measures", halima, now, since=day)} == {None}
        assert rows("simulation_measures", halima, now, cohort="0") == []
        assert rows("simulation_measures", halima, now, cohort=str(cohort.pk), until=day)


@pytest.mark.parametrize("name", NAMES)
class TestAll:
    def test_cells_fit_their_columns(self, name, done, halima, now):
        outputs.fits_its_columns(reports.get(name), rows(name, halima, now))

    def test_a_neighbouring_institution_is_not_theirs_to_ask_for(
        self, name, done, halima, ugandan_coordinator, academy, now
    ):
        assert rows(name, ugandan_coordinator, now, institution=str(academy.pk)) == []
        assert rows(name, halima, now, institution=str(academy.pk))

    def test_costs_the_same_statements_for_more_runs(self, name, several, make_run, omar, halima, now):
        counted = []
        for more in range(3):
            if more:
                run = make_run(seated=("labour",))
                services.finish(run=run, by=omar, now=now)
                services.close_run(run=run, by=omar, now=now)
            rows(name, halima, now)
            with statements() as listed:
                rows(name, halima, now)
            counted.append(len(listed))
        assert len(set(counted)) == 1, counted


def test_nothing_was_closed_yet(run, as_, halima):
    page = as_(halima).get(reverse("reports:more", args=["simulation_steps"])).content.decode()
    assert "No run of a simulation was closed yet" in page
