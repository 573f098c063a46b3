"""Showing again who it is, before what a phone left lying must not open."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from lms.people.directory.models import User
from lms.people.identity.accounts.models import CardSheet
from lms.people.identity.factors.stepup import confirm, confirmed_lately
from lms.people.identity.sessions.models import Session, stored_key
from tests.asked import asks
from tests.asked import long_ago as long_ago_of
from tests.authorisation.addresses import addresses
from tests.conftest import PASSWORD, make_person

from . import phone as phones

PAGE = "/account/factors/app/"
ASKING = """
academy:bulk-begin academy:bulk-undo
academy:card-sheet-fetch academy:card-sheets academy:cohort-instructor academy:cohort-remove academy:device-withdraw
academy:devices academy:devices-switch academy:found academy:institution-issuing academy:institution-move
academy:institution-remove academy:list-apply academy:list-refused academy:list-undo academy:log-file
academy:merge-undo academy:name-answer academy:pair academy:person-account academy:person-correct
academy:person-factor academy:person-remove academy:person-rights academy:person-transfer academy:role-give
academy:role-take academy:second-factor academy:sign-in-person academy:sign-on-check academy:sign-on-remove
academy:source academy:source-read academy:source-remove
academy:sign-on-set-up academy:sign-on-set-up-saml academy:sign-on-try academy:stand-in-confirm academy:stand-ins
academy:transfer-answer assignment:bundle assignment:bundle-file begin-passkey calendar:renew
certificates:again certificates:by-hand certificates:ceremonies
certificates:ceremony-file certificates:correct certificates:export certificates:issuer certificates:reinstate
certificates:revoke certificates:signatory certificates:signatory-add dashboards:regular end-session
files:fetch followups:place indicators:evidence
indicators:logframe new-app new-passkey
new-recovery-codes notices:own-address notices:text-messages-of offline:revoke
own-profile-contact privacy:file privacy:mine
privacy:notices
privacy:own-file privacy:person quiz:sheet quiz_key
remove-factor reports:lines-file reports:more-file set-pin stand-in-end stand-ins
switchboard_settings teach:export teach:export-sheet teach:people-file
"""
"""The addresses at which people show again who they are."""


def fields_of(answer) -> dict[str, list[str]]:
    """What stands hidden in the form of the page that asks."""
    form = next(form for form in answer.content.decode().split("<form")[1:] if 'name="confirm-password"' in form)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def long_ago(as_, omar):
    """Omar's browser, in which he signed in twenty minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=20), tick=False):
        return as_(omar)


def test_is_asked_after_a_quarter_of_an_hour_and_leads_back(long_ago):
    asked = long_ago.get(PAGE)
    assert asked.url == "/account/confirm/?next=%2Faccount%2Ffactors%2Fapp%2F"

    back = long_ago.post(asked.url, {"password": PASSWORD})

    assert back.url == PAGE
    assert long_ago.get(PAGE).status_code == 200


def test_what_was_sent_is_asked_for_in_place_of_the_answer_and_goes_along(as_, academy, wanjiru):
    browser = long_ago_of(as_(make_person("KE-9", "Amina", academy, "administrator")))
    path, sent = f"/academy/people/{wanjiru.pk}/correct/", {"service_number": "KE-20377", "name": "Wanjirũ"}
    sent["role_family"] = "police"
    asked = browser.post(path, sent)
    assert asks(asked) and "no-store" in asked["Cache-Control"]

    wrong = browser.post(path, fields_of(asked) | {"confirm-password": "wrong"})
    assert asks(wrong) and not User.objects.filter(name="Wanjirũ").exists()
    done = browser.post(path, fields_of(wrong) | {"confirm-password": PASSWORD})

    assert done.url == f"/academy/people/{wanjiru.pk}/"
    assert User.objects.filter(name="Wanjirũ", pk=wanjiru.pk).exists()
    assert browser.get(PAGE).status_code == 200


def test_several_values_of_one_field_go_along(as_, superuser, wanjiru):
    groups = [Group.objects.create(name=name).pk for name in ("A", "B")]
    browser, path = long_ago_of(as_(superuser)), f"/academy/people/{wanjiru.pk}/rights/"
    asked = browser.post(path, {"groups": groups})
    browser.post(path, fields_of(asked) | {"confirm-password": PASSWORD})
    assert set(wanjiru.groups.values_list("pk", flat=True)) == set(groups)


def test_what_was_sent_goes_on_where_it_was_shown_in_another_tab(as_, academy, wanjiru):
    browser = long_ago_of(as_(make_person("KE-9", "Amina", academy, "administrator")))
    path = f"/academy/people/{wanjiru.pk}/account/"
    asked = browser.post(path, {"may": "no"})
    browser.post("/account/confirm/", {"password": PASSWORD})
    browser.post(path, fields_of(asked) | {"confirm-password": ""})
    assert not User.objects.get(pk=wanjiru.pk).is_active


def test_the_view_gets_what_was_sent_and_not_what_was_answered(rf, omar):
    @confirmed_lately
    def view(request):
        return HttpResponse(str(sorted(request.POST)))

    request = rf.post("/x/", {"name": "a", "confirm-password": PASSWORD, "confirm-back": "/"})
    request.user, request.session = omar, {}
    confirm(request, now=timezone.now())
    assert view(request).content == b"['name']"
    assert request.sensitive_post_parameters == "__ALL__"


def test_a_file_that_was_sent_leads_back_to_the_page_that_sent_it(rf, omar):
    @confirmed_lately
    def view(request):
        return HttpResponse()

    def sent(referer: str):
        request = rf.post("/x/", {"file": SimpleUploadedFile("a.csv", b"a")}, headers={"Referer": referer})
        request.user, request.session, request._messages = omar, {}, CookieStorage(request)
        return view(request), [str(message) for message in request._messages]

    own, told = sent("http://testserver/account/factors/?a=b")
    assert own.url == "/account/confirm/?next=%2Faccount%2Ffactors%2F%3Fa%3Db"
    assert told == ["Your entries are not saved yet. Show that it is you, then send them again."]
    assert sent("https://elsewhere.example/x")[0].url == "/account/confirm/?next=%2Fstart%2F"


def test_goes_on_under_another_key(as_, omar):
    browser = as_(omar)
    before = browser.session.session_key
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=stored_key(before)).exists()
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
    assert asking == set(ASKING.split())


def test_a_download_begins_after_it_on_a_page_with_the_way_back(as_, academy):
    browser = long_ago_of(as_(make_person("KE-9", "Amina", academy, "administrator")))
    asked = browser.get("/academy/log/export.csv?by=", headers={"Referer": "http://testserver/academy/log/?by="})
    page = browser.get(browser.post(asked.url, {"password": PASSWORD}).url).content.decode()
    assert '<meta http-equiv="refresh" content="0; url=/academy/log/export.csv?by=">' in page
    assert 'href="/academy/log/?by="' in page
    assert browser.get("/academy/log/export.csv?by=")["Content-Type"].startswith("text/csv")


def test_a_download_that_a_form_asks_for_does_too(as_, academy):
    browser = long_ago_of(as_(make_person("KE-9", "Amina", academy, "administrator")))
    sheet = CardSheet.objects.create(made_at=timezone.now(), touched_at=timezone.now())
    path, back = reverse("academy:card-sheet-fetch", args=[sheet.pk]), reverse("academy:card-sheet", args=[sheet.pk])
    asked = browser.post(path, headers={"Referer": f"http://testserver{back}"})
    page = browser.post(path, fields_of(asked) | {"confirm-password": PASSWORD}).content.decode()
    assert "data-send-on" in page and f'href="{back}"' in page


def test_the_page_of_a_download_leads_to_no_other_site(as_, omar):
    page = "/account/confirm/file/?file={}&back={}"
    assert as_(omar).get(page.format("https://elsewhere.example/", "")).url == "/start/"
    shown = as_(omar).get(page.format("/x/", "https://elsewhere.example/")).content.decode()
    assert 'href="https://elsewhere' not in shown
