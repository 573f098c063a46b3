"""A link by mail for somebody who has an address and no password yet."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.accounts import services
from lms.people.identity.mail.mails import Mail

CHOOSING = "/activate/password/"
CHOSEN = {"new_password1": "seven green lanterns drift", "new_password2": "seven green lanterns drift"}


@pytest.fixture
def cadet(cadet):
    cadet.email = "selam@example.org"
    cadet.save()
    return cadet


@pytest.fixture
def send(as_, amina, cadet, django_capture_on_commit_callbacks):
    def ask():
        with django_capture_on_commit_callbacks(execute=True):
            return as_(amina).post(f"/academy/sign-in/{cadet.pk}/", {"give": "mail"})

    return ask


@pytest.fixture
def link(send) -> str:
    assert send().status_code == 302
    [sent] = mail.outbox
    assert sent.to == ["selam@example.org"]
    return urlsplit(re.search(r"http\S+", sent.body)[0]).path


class TestTheLink:
    def test_lets_a_password_be_chosen_once_and_changes_nothing_before(self, client, cadet, link):
        for _look in range(2):
            assert client.get(link).url == CHOOSING
        cadet.refresh_from_db()
        assert not cadet.has_usable_password()
        assert client.post(CHOOSING, CHOSEN).status_code == 302
        assert client.get("/learn/").status_code == 200
        assert AuditEntry.objects.get(action="account_activated").data == {"way": "link"}
        assert type(client)().get(link).status_code == 404

    def test_makes_a_card_void_that_was_not_used(self, client, cadet, amina, link):
        code = services.give_card(person=cadet, by=amina, now=timezone.now())[1]
        client.get(link)
        client.post(CHOOSING, CHOSEN)
        assert type(client)().post("/activate/", {"username": "KE-50", "code": code}).status_code == 422

    @pytest.mark.parametrize("change", [{"email": "else@example.org"}, {"is_active": False}])
    def test_is_void_for_another_address_or_a_closed_account(self, client, cadet, link, change):
        client.get(link)
        User.objects.filter(pk=cadet.pk).update(**change)
        assert client.post(CHOOSING, CHOSEN).url == "/activate/"
        assert client.get(link).status_code == 404

    def test_is_void_after_a_week_and_changed(self, client, link):
        assert client.get(link.replace("/link/", "/link/x")).status_code == 404
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
            assert client.get(link).status_code == 404


class TestSending:
    def test_stops_after_three_in_an_hour(self, send, cadet):
        for _try in range(5):
            send()
        assert Mail.objects.filter(kind="activate").count() == 3

    def test_is_for_those_without_a_password(self, as_, amina, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(email="wanjiru@example.org")
        as_(amina).post(f"/academy/sign-in/{wanjiru.pk}/", {"give": "mail"})
        assert not Mail.objects.exists()
        assert "Send the link" not in as_(amina).get(f"/academy/sign-in/{wanjiru.pk}/").content.decode()
