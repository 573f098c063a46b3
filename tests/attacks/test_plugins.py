"""V4 and V11: what plugins keep for institutions, and what is open to whoever comes."""

import pytest

from lms.desks.calendar import services as calendars
from lms.desks.calendar.models import FeedAddress
from lms.desks.search import indexing, queries
from lms.foundation.plugins.institution_settings import settings_for
from lms.people.administration.records import services as people
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.switchboard import middleware, public_addresses, setting_values
from lms.switchboard.models import PluginValue
from tests.conftest import NOW
from tests.switchboard.conftest import declared, orchard

from .mutation import browser, held_by, instead, no_middleware

__all__ = ["declared", "orchard"]

TOKEN, WHO = "the-token-of-the-country", "/p/orchard/who/"


def put(institution, **sent) -> None:
    setting_values.change(plugin="quiz", institution=institution, values=sent, by=None, now=NOW)


@pytest.fixture
def open_to_all(orchard, academy, now):
    people.switch(plugin="orchard", institution=academy, on=True, by=None, now=now)


def test_a_secret_is_not_sent_to_an_address_of_somebody_below(declared, kenya, academy):
    gate = people.create_institution(name="Gate", kind=Kind.UNIT, parent=academy)
    put(kenya, token=TOKEN, registry="https://kenya.example")

    def lead_it_away() -> bool:
        put(gate, registry="https://mine.example")
        sent = settings_for("quiz", Institution.objects.get(pk=gate.pk))
        return sent["registry"] == "https://mine.example" and sent["token"].matches(TOKEN)

    held_by(instead(setting_values, "_depth", lambda row: 0), attack=lead_it_away)


def test_whoever_reads_the_rows_reads_no_secret(declared, kenya):
    def read() -> bool:
        put(kenya, token=TOKEN)
        return TOKEN in str(list(PluginValue.objects.values()))

    held_by(instead(setting_values, "encrypt", lambda text, place: text), attack=read)


def test_whoever_reads_the_rows_reads_nobody_s_calendar(wanjiru, now):
    def fetch() -> bool:
        calendars.renew(person=wanjiru, now=now)
        return browser().get(f"/p/calendar/{FeedAddress.objects.get().digest}.ics").status_code == 200

    held_by(instead(calendars, "digest_of", lambda secret: secret), attack=fetch)


def test_nobody_finds_the_words_of_courses_that_are_not_theirs(enrolment, stranger):
    indexing.index_waiting()
    theirs = queries.ways_of

    def look() -> bool:
        return "<mark>means</mark>, purpose" in browser(stranger).get("/search/?q=means").content.decode()

    held_by(instead(queries, "ways_of", lambda person, **more: theirs(enrolment.learner, **more)), attack=look)


@pytest.mark.urls("tests.switchboard.public_urls")
def test_nobody_is_led_to_act_at_a_public_address(open_to_all, superuser):
    """No token is asked there, so nobody may be signed in: two controls hold that."""

    def from_another_site() -> bool:
        return browser(superuser, enforce_csrf_checks=True).post(WHO, {"word": "apple"}).json()["signed_in"]

    cookies = no_middleware("lms.switchboard.public_addresses.WithoutCookies")
    held_by(cookies, instead(middleware, "let_in", lambda request, plugin: None), attack=from_another_site)


@pytest.mark.urls("tests.switchboard.public_urls")
def test_a_token_is_not_guessed_without_pause(open_to_all):
    def guess() -> bool:
        return {browser().get(WHO).status_code for _time in range(public_addresses.MOST + 1)} == {200}

    held_by(instead(public_addresses, "asks_too_often", lambda *asked, **more: False), attack=guess)
