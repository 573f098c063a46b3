"""A shared device that nobody used for ten minutes asks who it is before anything else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.learning.progress.models import Event
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from lms.people.identity.sessions.models import Session
from lms.people.identity.shared_devices.models import DevicePin
from tests.conftest import PASSWORD
from tests.journeys.test_learner import hidden
from tests.people.factors import phone as phones

from .conftest import PIN, sign_in

LOCKED = "/account/locked/"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def learner(with_pin, clock):
    """Wanjirũ is signed in with her PIN."""
    sign_in(with_pin)
    return with_pin


@pytest.fixture
def locked(learner, clock):
    later(clock, minutes=11)
    assert learner.get("/learn/?a=1").url == "/account/locked/?next=%2Flearn%2F%3Fa%3D1"
    return learner


def later(clock, **how) -> None:
    clock.shift(timedelta(**how))


class TestLocking:
    def test_happens_after_ten_minutes_without_a_request(self, learner, clock):
        for _time in range(3):
            later(clock, minutes=9)
            assert learner.get("/learn/").status_code == 200
        later(clock, minutes=10, seconds=1)
        assert learner.get("/learn/?a=1").url == "/account/locked/?next=%2Flearn%2F%3Fa%3D1"
        assert learner.get("/learn/").status_code == 302
        page = learner.get(LOCKED).content.decode()
        assert "Wanjirũ wa Kamau" in page and "Next person" in page

    def test_a_locked_session_opens_no_page(self, locked):
        for path in ("/learn/", "/account/sessions/", "/password/", "/account/pin/", "/account/confirm/", "/profile/"):
            assert locked.get(path).url.startswith(LOCKED)
            assert locked.post(path, {"password": PASSWORD}).url.startswith(LOCKED)
        told = locked.get("/learn/", headers={"Accept": "application/json"})
        assert (told.status_code, told.json()["address"]) == (403, LOCKED)

    def test_the_pin_opens_it_where_one_was(self, locked):
        key = locked.session.session_key
        wanted = "/account/locked/?next=%2Flearn%2F%3Fa%3D1"
        assert locked.post(wanted, {"pin": PIN, "next": "/learn/?a=1"}).url == "/learn/?a=1"
        assert locked.get("/learn/").status_code == 200
        assert locked.session.session_key != key

    def test_a_wrong_one_or_another_s_does_not_and_the_fifth_asks_for_the_password(self, locked, abdi):
        for other in ({"username": "KE-20417"}, {}, {}, {}, {}):
            assert locked.post(LOCKED, {"pin": "8261"} | other).url.startswith(LOCKED)
            assert locked.get("/learn/").status_code == 302
        assert not DevicePin.objects.exists()
        assert 'name="password"' in locked.get(LOCKED).content.decode()
        assert locked.post(LOCKED, {"password": "wrong"}).status_code == 422
        assert locked.get("/learn/").status_code == 302
        assert locked.post(LOCKED, {"password": PASSWORD, "next": "/learn/"}).url == "/learn/"
        assert locked.get("/learn/").status_code == 200

    def test_what_was_shown_before_counts_no_more(self, with_pin, wanjiru, clock):
        phones.password(with_pin, wanjiru)
        assert with_pin.get("/account/factors/app/").status_code == 200
        later(clock, minutes=11)
        with_pin.get("/learn/")
        with_pin.post(LOCKED, {"pin": PIN})
        assert with_pin.get("/account/factors/app/").url.startswith("/account/confirm/")

    def test_the_next_person_signs_in_anew(self, locked, wanjiru, abdi):
        assert locked.post("/sign-out/").url == "/sign-in/"
        assert not Session.objects.filter(user=wanjiru).exists()
        assert phones.password(locked, abdi).url.startswith("/account/pin/")

    def test_without_the_cookie_of_the_device_one_signs_in_anew(self, learner, clock):
        later(clock, minutes=11)
        elsewhere = Client()
        elsewhere.cookies["sessionid"] = learner.cookies["sessionid"].value
        elsewhere.get("/learn/")
        page = elsewhere.get(LOCKED).content.decode()
        assert "Sign in again" in page and 'name="pin"' not in page
        assert elsewhere.post(LOCKED, {"pin": PIN}).status_code == 200
        assert elsewhere.get("/learn/").url.startswith(LOCKED)
        assert elsewhere.post("/sign-out/", {"next": "/sign-in/?next=%2Flearn%2F"}).url == "/sign-in/?next=%2Flearn%2F"

    def test_staff_on_a_shared_device_sign_in_anew(self, with_pin, omar, clock):
        phones.password(with_pin, omar)
        assert with_pin.get("/teach/").status_code == 200
        later(clock, minutes=11)
        assert with_pin.get("/teach/").url.startswith(LOCKED)
        page = with_pin.get(LOCKED).content.decode()
        assert "Sign in again" in page and 'name="password"' not in page

    def test_a_role_that_comes_while_a_pin_is_open_opens_nothing(self, learner, wanjiru, academy):
        people.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert learner.get("/teach/").url.startswith(LOCKED)
        assert learner.post(LOCKED, {"pin": PIN}).status_code == 200
        assert learner.get("/teach/").url.startswith(LOCKED)

    def test_ends_after_half_a_day(self, learner, clock):
        later(clock, hours=12, minutes=1)
        assert learner.get("/learn/").url.startswith("/sign-in/")

    def test_own_devices_lock_never(self, as_, wanjiru, clock):
        own = as_(wanjiru)
        assert own.get("/learn/").status_code == 200
        later(clock, days=3)
        assert own.get("/learn/").status_code == 200
        assert own.get(LOCKED).url == "/start/"


class TestStatements:
    def counted(self, browser) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/account/factors/").status_code == 200
        return len(captured)

    def test_are_as_many_on_a_shared_device_but_for_one_a_minute(self, learner, as_, wanjiru, clock):
        own = as_(wanjiru)
        own.get("/account/factors/")
        assert self.counted(learner) == self.counted(own)
        later(clock, seconds=61)
        assert self.counted(learner) == self.counted(own) + 1
        assert self.counted(learner) == self.counted(own)


class TestAnswers:
    LESSON = "/learn/trafficking/trafficking-lesson-1/"

    def test_that_are_sent_while_locked_are_kept_and_sent_on(self, learner, clock, enrolment):
        page = learner.get(self.LESSON).content.decode()
        choice = re.search(r'name="choice" value="([^"]+)"', page)[1]
        fields = {**hidden(page, 'name="check"'), "choice": choice}
        later(clock, minutes=11)
        assert learner.post(self.LESSON, fields).url.startswith(LOCKED)
        assert not Event.objects.filter(verb="answered").exists()
        shown = learner.post(LOCKED, {"pin": PIN})
        assert shown.status_code == 200
        sent = hidden(shown.content.decode(), self.LESSON)
        assert {name: sent[name] for name in fields if name != "csrfmiddlewaretoken"} == {
            name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"
        }
        assert learner.post(self.LESSON, sent).status_code == 302
        assert Event.objects.filter(verb="answered", enrolment=enrolment).count() == 1
        assert "held_form" not in learner.session

    def test_are_kept_of_no_script_and_of_no_other_page(self, learner, clock, enrolment):
        later(clock, minutes=11)
        learner.post(self.LESSON, {"a": "1"}, headers={"X-Requested-With": "fetch"})
        learner.post("/password/", {"old_password": PASSWORD})
        learner.post(self.LESSON, {"a": "x" * 200_000})
        assert "held_form" not in learner.session

    def test_are_not_for_the_next_person(self, learner, clock, enrolment, abdi):
        later(clock, minutes=11)
        learner.post(self.LESSON, {"a": "mine"})
        learner.post("/sign-out/")
        phones.password(learner, abdi)
        assert "held_form" not in learner.session
