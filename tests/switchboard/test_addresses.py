"""The addresses of a plugin are there for people who are signed in, where the plugin is on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from lms.foundation.plugins.runtime import faults, guard
from lms.people.administration.records.services import switch
from lms.people.directory.choices import Role
from lms.switchboard import circuit_breaker, recent_faults
from lms.switchboard.circuit_breaker import breaker
from tests.conftest import make_person

from . import urls

pytestmark = pytest.mark.urls("tests.switchboard.urls")
TREES, LADDER = "/x/orchard/trees/", "/x/orchard/ladder/"


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
    with django_assert_num_queries(2):
        client.get(TREES)


def test_are_open_by_a_duty_elsewhere_too(on, as_, neighbour_academy):
    person = make_person("KE-9", "Naliaka Barasa", neighbour_academy, Role.INSTRUCTOR, at=on)
    assert as_(person).get(TREES).content == b"Mlima Police Academy"


class TestAViewThatBreaks:
    @pytest.fixture(autouse=True)
    def trouble(self, on):
        yield urls.trouble
        urls.trouble.clear()

    def test_answers_503_with_a_sentence(self, as_, wanjiru, trouble, caplog):
        trouble.append(ZeroDivisionError("a detail"))
        response = as_(wanjiru).get(LADDER)
        assert response.status_code == 503
        assert "has a fault" in response.content.decode()
        assert "a detail" not in response.content.decode()
        assert "the plugin “orchard” broke: address orchard:ladder" in caplog.text
        assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": ["address"]}

    @pytest.mark.parametrize(("answer", "status"), [(Http404(), 404), (PermissionDenied(), 403)])
    def test_may_answer_as_django_does(self, as_, wanjiru, trouble, answer, status):
        trouble.append(answer)
        assert as_(wanjiru).get(LADDER).status_code == status
        assert recent_faults.sockets_by_plugin(["orchard"]) == {}

    def test_is_counted_once_for_each_person_and_forgotten_when_it_works(self, as_, wanjiru, omar, trouble):
        trouble.append(ZeroDivisionError())
        for person in (wanjiru, omar, omar):
            as_(person).get(LADDER)
        call = guard.Call("orchard", faults.ADDRESS, "orchard:ladder")
        record = breaker.records()[call]
        assert (record.times, record.people) == (3, {str(wanjiru.pk), str(omar.pk)})
        trouble.clear()
        assert as_(wanjiru).get(LADDER).status_code == 200
        assert call not in breaker.records()

    def test_is_not_asked_once_it_is_aside(self, as_, wanjiru, monkeypatch):
        monkeypatch.setattr(guard, "is_aside", lambda call: call.name == "orchard:ladder")
        assert as_(wanjiru).get(LADDER).status_code == 503
        assert as_(wanjiru).get(TREES).status_code == 200


class TestAViewThatTakesTooLong:
    CALL = guard.Call("orchard", faults.ADDRESS, "orchard:ladder")

    @pytest.fixture(autouse=True)
    def impatient(self, on, monkeypatch):
        monkeypatch.setattr(guard, "MOST_SECONDS", 0.0)

    def test_answers_all_the_same_and_is_named(self, as_, wanjiru, caplog):
        assert as_(wanjiru).get(LADDER).content == b"A ladder."
        assert "the plugin “orchard” took too long: address orchard:ladder" in caplog.text
        assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": [faults.ADDRESS]}

    def test_is_put_aside_once_several_people_have_waited(self, as_, wanjiru, omar, halima, monkeypatch):
        monkeypatch.setattr(circuit_breaker, "MINUTE", 0)
        for person in (wanjiru, omar, halima, halima):
            assert as_(person).get(LADDER).status_code == 200
        assert breaker.records()[self.CALL].aside is not None
        assert as_(wanjiru).get(LADDER).status_code == 503

    def test_is_forgotten_once_it_ends_in_time(self, as_, wanjiru, monkeypatch):
        as_(wanjiru).get(LADDER)
        monkeypatch.setattr(guard, "MOST_SECONDS", 10.0)
        as_(wanjiru).get(LADDER)
        assert self.CALL not in breaker.records()

    def test_leaves_the_pages_of_the_site_alone(self, as_, wanjiru, caplog):
        assert as_(wanjiru).get("/notices/").status_code == 200
        assert "took too long" not in caplog.text


@pytest.mark.parametrize("part", ["block", "template"])
def test_a_page_of_the_site_that_breaks_in_a_plugin_names_it(orchard, as_, omar, part, caplog):
    assert as_(omar).get("/wall/whole/").status_code == 200
    orchard.trouble.append(RuntimeError("no ladder"))
    response = as_(omar).get(f"/wall/{part}/")
    assert (response.status_code, "has a fault" in response.content.decode()) == (503, True)
    assert "the plugin “orchard” broke: page of the site wall" in caplog.text
    assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": [faults.PAGE]}


def test_a_page_that_breaks_in_the_house_is_no_fault_of_a_plugin(orchard, as_, omar, monkeypatch):
    monkeypatch.setattr(urls, "Template", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        as_(omar).get("/wall/whole/")
    assert recent_faults.sockets_by_plugin(["orchard"]) == {}
