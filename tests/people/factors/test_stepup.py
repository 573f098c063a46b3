"""Showing again who it is, before what a phone left lying must not open."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lms.people.models import Session
from lms.people.signed_in import kept_as
from tests.authorisation.addresses import addresses
from tests.conftest import PASSWORD, make_person

from . import phone as phones

PAGE = "/account/factors/app/"


@pytest.fixture
def long_ago(as_, omar):
    """Omar's browser, in which he signed in twenty minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=20), tick=False):
        return as_(omar)


def test_is_not_asked_of_whoever_has_just_signed_in(as_, omar):
    assert as_(omar).get(PAGE).status_code == 200


def test_is_asked_after_a_quarter_of_an_hour_and_leads_back(long_ago):
    asked = long_ago.get(PAGE)
    assert asked.url == "/account/confirm/?next=%2Faccount%2Ffactors%2Fapp%2F"

    back = long_ago.post(asked.url, {"password": PASSWORD})

    assert back.url == PAGE
    assert long_ago.get(PAGE).status_code == 200


def test_what_was_sent_leads_back_to_the_page_that_sent_it(long_ago):
    own = long_ago.post("/account/factors/1/remove/", headers={"Referer": "http://testserver/account/factors/?a=b"})
    assert own.url == "/account/confirm/?next=%2Faccount%2Ffactors%2F%3Fa%3Db"
    foreign = long_ago.post("/account/factors/1/remove/", headers={"Referer": "https://elsewhere.example/x"})
    assert foreign.url == "/account/confirm/?next=%2Fstart%2F"


def test_whoever_sent_something_is_told_that_it_is_not_saved(long_ago):
    sent = long_ago.post("/account/factors/1/remove/", headers={"Referer": "http://testserver/account/factors/"})
    assert "What you sent is not saved yet." in long_ago.get(sent.url).content.decode()
    assert "What you sent is not saved yet." not in long_ago.get(long_ago.get(PAGE).url).content.decode()


def test_goes_on_under_another_key(as_, omar):
    browser = as_(omar)
    before = browser.session.session_key
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=kept_as(before)).exists()
    assert browser.get("/account/sessions/").status_code == 200


def test_another_site_is_no_page_to_go_on_to(as_, omar):
    answer = as_(omar).post("/account/confirm/?next=//elsewhere.example/", {"password": PASSWORD})
    assert answer.url == "/start/"


def test_a_script_is_told(long_ago):
    answer = long_ago.get(PAGE, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["address"].startswith("/account/confirm/")


def test_a_wrong_password_counts_as_at_signing_in(long_ago, settings):
    answers = [
        long_ago.post("/account/confirm/", {"password": "wrong"}).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_nothing_is_no_password(as_, omar):
    assert as_(omar).post("/account/confirm/", {}).status_code == 200


def test_a_code_does_too_once(as_, omar):
    browser = as_(omar)
    phone, _codes = phones.set_up(browser)
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        digits = phone.code()
        assert browser.get(PAGE).status_code == 302
        assert browser.post("/account/confirm/", {"code": digits}).status_code == 302
        assert browser.get(PAGE).status_code == 200
        assert browser.post("/account/confirm/", {"code": digits}).status_code == 200


def test_stands_before_files_about_people_rights_and_keys():
    asking = {name for name, pattern in addresses().items() if getattr(pattern.callback, "asks_again", False)}
    assert asking >= {
        "academy:log-file",
        "academy:person-factor",
        "academy:second-factor",
        "begin-passkey",
        "calendar:renew",
        "new-app",
        "new-passkey",
        "new-recovery-codes",
        "quiz_key",
        "remove-factor",
        "reports:lines-file",
        "reports:more-file",
        "teach:export",
    }


def test_a_file_about_people_is_sent_after_it(as_, academy):
    with time_machine.travel(timezone.now() - timedelta(minutes=20), tick=False):
        browser = as_(make_person("KE-9", "Amina", academy, "administrator"))
    asked = browser.get("/academy/log/export.csv")
    back = browser.post(asked.url, {"password": PASSWORD})
    assert browser.get(back.url)["Content-Type"].startswith("text/csv")


def test_is_for_whoever_is_signed_in(db):
    assert Client().get("/account/confirm/").url.startswith("/sign-in/")
