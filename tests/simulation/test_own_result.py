"""Page of each learner once their run is closed: their own marks and why, and nothing that others wrote."""

import pytest

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Seat
from lms.desks.notices.models import Notice
from tests.progress.counting import statements

from .test_debrief import over  # noqa: F401

PAGE = "/learn/trafficking/guesthouse/"


@pytest.fixture
def closed(over, omar, now):
    return services.close_run(run=over, by=omar, now=now)


def test_shows_the_learners_marks_by_step_with_the_reasons(closed, as_, players):
    page = as_(players["investigator"]).get(PAGE).content.decode()
    for words in ("Your marks by step of the procedure", "She may be in danger.", "Turning points"):
        assert words in page
    assert "Officer" not in page[page.index("<main") :]


def test_leaves_out_what_other_seats_wrote(closed, as_, players):
    other = next(role for role in players if role != "investigator")
    page = as_(players[other]).get(PAGE).content.decode()
    assert "Turning points" in page and "She may be in danger." not in page


def test_is_there_only_once_the_run_is_closed_and_for_its_people(over, as_, players, omar, now):
    client = as_(players["investigator"])
    assert "Turning points" not in client.get(PAGE).content.decode()
    assert not Notice.objects.filter(kind="simulation_result").exists()
    for _twice in range(2):
        services.close_run(run=over, by=omar, now=now)
    told = Notice.objects.filter(kind="simulation_result")
    assert {one.person_id for one in told} == set(Seat.objects.playing().values_list("person", flat=True))
    assert "Your marks: " in client.get("/notices/").content.decode()


def test_costs_no_more_for_a_long_log(closed, as_, players):
    client = as_(players["investigator"])
    client.get(PAGE)
    with statements() as found:
        client.get(PAGE)
    assert len(found) <= 6
