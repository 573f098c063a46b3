"""Figures by rank band: that of the day of enrolment, also of those who were promoted or transferred since."""

import pytest

from lms.learning.progress.enrolments.enrolment_services import fill_rank_bands as fill
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from tests.conftest import NOW, make_person

from .conftest import at, enrolled
from .test_sources import column

REPORT = "/reports/completion/"


@pytest.fixture
def sergeants(world, academy):
    for number in ("S1", "S2"):
        enrolled(make_person(number, number, academy, sex="F", rank="Sergeant"), world.course, when=at(11, 2))
    enrolled(make_person("X1", "X1", academy, sex="F", rank="Wizard"), world.course, when=at(11, 2))


def test_are_in_the_order_of_ranks(world, sergeants, as_, halima):
    found = column(as_(halima), "by=rank", "Assigned", totals=True)
    assert found == {"Cadets and recruits": "8", "Corporals and sergeants": "2", "No rank band": "1", "Total": "11"}
    assert next(iter(found)) == "Cadets and recruits"


@pytest.mark.parametrize(("rank", "number"), [("sergeant", "2"), ("cadet", "6"), ("none", "1"), ("senior", None)])
def test_leave_the_others_out(world, sergeants, as_, halima, academy, rank, number):
    found = column(as_(halima), f"rank={rank}&institution={academy.pk}", "Assigned")
    assert found.get("Mlima Police Academy") == number


def test_lead_to_their_lines(world, sergeants, as_, halima):
    page = as_(halima).get("/reports/completion/list/?rank=sergeant&state=assigned")
    assert [row[0].text for row in page.context["table"].rows] == ["S1", "S2"]
    assert "Rank band: Corporals and sergeants" in page.content.decode()


def test_a_promotion_changes_nothing(world, sergeants, as_, halima):
    User.objects.filter(service_number="S1").update(rank="Inspector")
    assert column(as_(halima), "by=rank", "Assigned")["Corporals and sergeants"] == "2"


def test_count_whoever_was_transferred_where_they_were(world, sergeants, as_, halima, neighbour_academy):
    person = User.objects.get(service_number="S1")
    people.transfer(person=person, to=neighbour_academy, by=None, now=NOW)
    client = as_(halima)
    assert column(client, "by=rank", "Assigned")["Corporals and sergeants"] == "2"
    assert column(client, "rank=sergeant", "Assigned") == {"Mlima Police Academy": "2", "Pwani Training Campus": "0"}


def test_an_unknown_band_is_refused(world, as_, halima):
    assert as_(halima).get(f"{REPORT}?rank=wizard").status_code == 400


def test_older_enrolments_are_filled_once_and_look_unchanged(world, sergeants, django_assert_max_num_queries):
    Enrolment.objects.filter(rank="Sergeant").update(rank_band=None, changed_at=at(11, 2))
    with django_assert_max_num_queries(3):
        assert fill() == 2
    assert fill() == 0
    rows = Enrolment.objects.filter(rank="Sergeant")
    assert {(row.rank_band, row.changed_at) for row in rows} == {("sergeant", at(11, 2))}


def test_what_is_not_filled_yet_is_in_no_band(world, as_, halima):
    Enrolment.objects.update(rank_band=None)
    assert column(as_(halima), "by=rank", "Assigned") == {"No rank band": "8"}
