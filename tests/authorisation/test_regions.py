"""Tests that a coordinator of a region sees totals: no address names a learner to them, by any role of that kind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import make_person

from .matrix import MATRIX
from .test_matrix import Visitor, address

LISTS = ("certificates:index", "certificates:export", "teach:cohorts")
"""Addresses that are there for all of the staff, and empty for whoever sees totals."""
GONE = (
    "certificates:record",
    "teach:cohort",
    "teach:export",
    "teach:export-sheet",
    "teach:person",
    "teach:came-about",
    "meetings:show",
)
"""Addresses of rows that are not there for them."""


@pytest.fixture
def regional(region):
    return make_person("EA-7", "Sara Regional", region, Role.COORDINATOR)


def names(world) -> list[str]:
    learner = User.objects.get(pk=world["person"])
    return [learner.name, f">{learner.service_number}<", f"{learner.service_number},"]


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


@pytest.mark.once
def test_no_address_names_a_learner(world, regional, halima):
    public, told = Visitor(None), {}
    for viewer in (regional, halima):
        visitor, told[viewer] = Visitor(viewer), set()
        for name, row in MATRIX.items():
            url = address(name, row, world)
            answer = visitor.get(url)
            if answer.status_code != 200 or public.get(url).status_code == 200:
                continue
            if any(one in body(answer) for one in names(world)):
                told[viewer].add(name)
    assert told[regional] == set()
    assert len(told[halima]) > 10, "To the country's coordinator many do."


def test_their_rows_are_not_there(world, regional, halima):
    hers, theirs = Visitor(halima), Visitor(regional)
    for name in GONE:
        url = address(name, MATRIX[name], world)
        assert hers.get(url).status_code == 200, f"{name}: the country's coordinator sees it"
        assert theirs.get(url).status_code == 404, name
    for name in LISTS:
        url = address(name, MATRIX[name], world)
        assert names(world)[0] in body(hers.get(url)) or name == "teach:cohorts"
        assert not any(one in body(theirs.get(url)) for one in names(world)), name


def test_the_lists_say_where_the_totals_are(world, regional):
    for name in ("certificates:index", "teach:cohorts"):
        assert "Coordinators of a region see totals" in body(Visitor(regional).get(address(name, MATRIX[name], world)))


def test_a_ceremony_has_nobody_s_certificate(world, regional):
    page = body(Visitor(regional).get(address("certificates:ceremonies", MATRIX["certificates:ceremonies"], world)))
    assert not any(one in page for one in names(world))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INSTRUCTOR])
def test_another_role_there_or_below_keeps_what_it_sees(world, regional, region, academy, role):
    for place in (region, academy):
        people_services.appoint(user=regional, institution=place, role=role)
        url = address("teach:person", MATRIX["teach:person"], world)
        assert Visitor(regional).get(url).status_code == 200, (place, role)
        regional.memberships.filter(role=role).delete()


def test_a_role_that_is_over_opens_nothing(world, regional, academy):
    people_services.appoint(user=regional, institution=academy, role=Role.COORDINATOR)
    gone = timezone.localdate() - timedelta(days=1)
    regional.memberships.filter(institution=academy).update(ends_on=gone)
    assert Visitor(regional).get(address("teach:person", MATRIX["teach:person"], world)).status_code == 404
