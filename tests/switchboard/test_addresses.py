"""The addresses of a plugin are there for people who are signed in, where the plugin is on."""

import pytest
from django.urls import reverse

from lms.people.choices import Role
from lms.people.services import switch
from tests.conftest import make_person

pytestmark = pytest.mark.urls("tests.switchboard.urls")
TREES = "/x/orchard/trees/"


@pytest.fixture
def on(orchard, academy, now):
    return switch(plugin="orchard", institution=academy, on=True, by=None, now=now)


def test_are_named_after_the_plugin(on):
    assert reverse("orchard:trees") == TREES


def test_ask_nobody_signed_in_to_sign_in(on, client):
    for answer in (client.get(TREES), client.post(TREES)):
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={TREES}")


def test_are_open_where_the_plugin_is_on(on, as_, wanjiru, omar, halima, superuser):
    for person in (wanjiru, omar, halima, superuser):
        assert as_(person).get(TREES).status_code == 200


def test_are_not_there_for_others(on, as_, neighbour, stranger, ugandan_coordinator):
    for person in (neighbour, stranger, ugandan_coordinator, make_person("X-1", "Nobody Yet")):
        assert as_(person).get(TREES).status_code == 404
        assert as_(person).post(TREES).status_code == 404


def test_are_not_there_where_the_plugin_was_switched_off_below(on, as_, wanjiru, kenya, now):
    switch(plugin="orchard", institution=on, on=None, by=None, now=now)
    switch(plugin="orchard", institution=kenya, on=True, by=None, now=now)
    assert as_(wanjiru).get(TREES).status_code == 200
    switch(plugin="orchard", institution=on, on=False, by=None, now=now)
    assert as_(wanjiru).get(TREES).status_code == 404


def test_show_no_more_than_the_institutions_where_it_is_on(on, as_, halima, superuser, neighbour_academy):
    assert as_(halima).get(TREES).content == as_(superuser).get(TREES).content == b"Mlima Police Academy"


def test_cost_a_learner_no_statement(on, as_, wanjiru, django_assert_num_queries):
    """Session and person, and what the view itself asks."""
    client = as_(wanjiru)
    with django_assert_num_queries(3):
        client.get(TREES)


def test_are_open_by_a_duty_elsewhere_too(on, as_, neighbour_academy):
    person = make_person("KE-9", "Naliaka Barasa", neighbour_academy, Role.INSTRUCTOR, at=on)
    assert as_(person).get(TREES).content == b"Mlima Police Academy"
