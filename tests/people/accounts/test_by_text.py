"""A link by text message for somebody who has a phone number, no e-mail address and no password yet."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.accounts import sms_delivery
from lms.people.identity.mail.sms_outbox import Text
from tests.notices.conftest import gateway  # noqa: F401  a fixture

CHOOSING = "/activate/password/"
CHOSEN = {"new_password1": "seven green lanterns drift", "new_password2": "seven green lanterns drift"}


@pytest.fixture
def cadet(cadet):
    cadet.phone, cadet.language = "0712 345 678", "en"
    cadet.save()
    return cadet


@pytest.fixture
def send(as_, amina, cadet, django_capture_on_commit_callbacks):
    def ask():
        with django_capture_on_commit_callbacks(execute=True):
            return as_(amina).post(f"/academy/sign-in/{cadet.pk}/", {"give": "text"}, follow=True)

    return ask


@pytest.fixture
def link(send, gateway) -> str:
    assert "A link is on its way to 0712 345 678." in send().content.decode()
    [asked] = gateway.asked
    assert asked["fields"]["to"] == "+254712345678"
    assert not mail.outbox
    return urlsplit(re.search(r"http\S+", asked["fields"]["message"])[0]).path


class TestTheLink:
    def test_lets_a_password_be_chosen_once(self, client, cadet, link):
        assert client.get(link).url == CHOOSING
        assert client.post(CHOOSING, CHOSEN).status_code == 302
        assert client.get("/learn/").status_code == 200
        assert AuditEntry.objects.get(action="activation_texted").person == cadet
        assert AuditEntry.objects.get(action="account_activated").data == {"way": "link"}
        assert type(client)().get(link).status_code == 404

    def test_fits_into_two_parts_with_all_that_is_said(self, cadet, settings):
        settings.BASE_URL = "https://training.police.example"
        text = sms_delivery.write(person=cadet, now=timezone.now())
        assert sms_delivery._words(text).startswith("Mafunzo, KE-50: choose your password within a week: https://")
        assert len(sms_delivery._words(text)) <= 306

    @pytest.mark.parametrize(
        "change", [{"phone": "0712 345 679"}, {"email": "now@example.org"}, {"is_active": False}, {"phone": ""}]
    )
    def test_is_void_for_another_number_or_a_closed_account(self, client, cadet, link, change):
        client.get(link)
        User.objects.filter(pk=cadet.pk).update(**change)
        assert client.post(CHOOSING, CHOSEN).url == "/activate/"
        assert client.get(link).status_code == 404

    def test_is_void_after_a_week_and_changed(self, client, link):
        assert client.get(link.replace("/link/", "/link/1")).status_code == 404
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
            assert client.get(link).status_code == 404

    def test_tells_a_guesser_the_same_of_everybody(self, client, cadet):
        answers = [client.get(f"/activate/link/{pk}-{'0' * 32}:1abcde:x/") for pk in (cadet.pk, 10**9)]
        assert [answer.status_code for answer in answers] == [404, 404]
        pages = {re.sub(r'value="[^"]+"', "", answer.content.decode()) for answer in answers}
        assert len(pages) == 1


class TestSending:
    def test_stops_after_three_in_an_hour(self, send, gateway):
        for _try in range(5):
            send()
        assert len(gateway.sent) == Text.objects.count() == 3

    def test_goes_on_after_no_answer_without_a_second_message(self, send, gateway):
        gateway.answers = ["silent"]
        send()
        [text] = Text.objects.all()
        assert (text.status, text.error) == ("waiting", "No answer: RemoteDisconnected.") or text.status == "waiting"
        sms_delivery.sweep(now=timezone.now() + timedelta(minutes=2))
        assert Text.objects.get().status == "sent"
        assert (len(gateway.asked), len(gateway.sent)) == (2, 1)

    def test_says_where_nobody_has_the_number(self, send, gateway, settings, as_, amina, cadet):
        settings.SMS_NO_NUMBER = ["InvalidPhoneNumber"]
        gateway.answers = [json.dumps({"status": "InvalidPhoneNumber"}).encode()]
        send()
        assert Text.objects.get().status == "refused"
        assert "Nobody has this number" in as_(amina).get(f"/academy/sign-in/{cadet.pk}/").content.decode()

    @pytest.mark.parametrize("change", [{"email": "has@example.org"}, {"phone": ""}, {"phone": "office"}])
    def test_is_for_those_with_a_number_and_no_address(self, send, gateway, cadet, change):
        User.objects.filter(pk=cadet.pk).update(**change)
        assert "Link by text message" not in send().content.decode()
        assert not gateway.asked

    def test_is_not_offered_without_a_gateway(self, send, settings):
        settings.SMS_URL = ""
        assert "Link by text message" not in send().content.decode()
        assert not Text.objects.exists()

    def test_is_not_for_those_who_have_a_password(self, as_, amina, wanjiru, gateway):
        User.objects.filter(pk=wanjiru.pk).update(phone="0712345678")
        as_(amina).post(f"/academy/sign-in/{wanjiru.pk}/", {"give": "text"})
        assert not Text.objects.exists()

    def test_is_dropped_where_they_have_another_number_by_then(self, cadet, gateway):
        text = sms_delivery.write(person=cadet, now=timezone.now())
        User.objects.filter(pk=cadet.pk).update(phone="0712 345 679")
        sms_delivery.send(text.pk, now=timezone.now())
        assert not gateway.asked and not Text.objects.exists()

    def test_ends_after_its_tries_and_is_told_on_the_health_page(self, cadet, gateway, settings):
        settings.SMS_URL = "http://127.0.0.1:1/"
        now = timezone.now()
        sms_delivery.write(person=cadet, now=now)
        for hours in range(0, 48, 6):
            sms_delivery.sweep(now=now + timedelta(hours=hours))
        assert Text.objects.get().status == "given_up"
        assert sms_delivery.backlog(now).figures == {"given_up_texts": 1, "late_texts": 0}
        assert sms_delivery.delete_old_texts(now=now + timedelta(days=31)) == 1
