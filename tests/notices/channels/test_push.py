"""Pushes leave through a real service: encrypted for the browser, signed by the site, and without what is told."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.utils import timezone

from lms.desks.notices.channels.push import encryption, keys, subscriptions
from lms.desks.notices.channels.push.channel import Push
from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Delivery, Preference, Subscription
from lms.foundation.plugins.channel import Message
from lms.foundation.plugins.notice import Occasion, tell
from lms.people.identity.sessions.models import Session
from tests.notices.push_service import BrowserWithKeys, PushService

ADDRESS, PREFERENCES = "/notices/push/", "/notices/preferences/"


@pytest.fixture
def service(settings):
    settings.PUSH_PRIVATE_KEY, settings.PUSH_CONTACT = keys.new_private_key(), "office@academy.example"
    settings.PUSH_INTERNAL_HOSTS, settings.QUIET_HOURS = ["127.0.0.1"], "00:00-00:00"
    with PushService().running() as running:
        yield running


@pytest.fixture
def receiver() -> BrowserWithKeys:
    return BrowserWithKeys()


@pytest.fixture
def phone(as_, wanjiru, service, receiver):
    """A browser in which Wanjirũ is signed in and lets pushes come."""
    client = as_(wanjiru)
    assert client.post(ADDRESS, {"address": service.address(), **receiver.fields}).status_code == 204
    return client


def push(person):
    return Push().send(Message("key", "Lesson 1 is due.", "en"), to=str(person.pk), institution=person.institution)


class TestEncrypting:
    def test_is_as_in_the_example_of_the_standard(self):
        """RFC 8291, 5 and appendix A."""
        own = keys.private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
        body = encryption.encrypt(
            b"When I grow up, I want to be a watermelon",
            receiver=keys.decoded(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            ),
            auth=keys.decoded("BTBZMqHH6r4Tts7J_aSIgg"),
            own=own,
            salt=keys.decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        )
        assert keys.encoded(body) == (
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6"
            "PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        )

    def test_is_another_each_time_and_read_by_its_browser_alone(self, receiver):
        sent = [encryption.encrypt(b"hello", receiver=receiver.public, auth=receiver.auth) for _time in range(2)]
        assert sent[0] != sent[1] and {receiver.read(body) for body in sent} == {b"hello"}
        other = BrowserWithKeys(auth=b"another secret b")
        with pytest.raises(Exception):  # noqa: B017  of whichever step
            BrowserWithKeys(receiver.private, other.auth).read(sent[0])


class TestSending:
    def test_says_that_there_is_something_and_not_what_and_whom_to_ask(
        self, service, receiver, phone, wanjiru, settings
    ):
        assert push(wanjiru).state == "sent"
        [said] = service.pushes(receiver)
        assert said["url"] == "/notices/" and said["lang"] == "en"
        assert "Lesson" not in str(said) and "notice" in said["body"]
        path, headers, body = service.asked[0]
        assert path == "/send/one" and b"notice" not in body
        assert headers["Content-Encoding"] == "aes128gcm" and len(headers["Topic"]) == 32
        token = service.knows_site(keys.public_text())
        assert token["sub"] == "mailto:office@academy.example"
        settings.PUSH_CONTACT, settings.BASE_URL = "", "https://learn.academy.example"
        assert push(wanjiru).state == "sent"
        assert service.knows_site(keys.public_text())["sub"] == "https://learn.academy.example"

    def test_a_notice_comes_to_the_phone(self, service, receiver, phone, wanjiru, course, enrolment):
        now = timezone.now()
        until = now + timedelta(days=7)
        tell("assigned", [Occasion(wanjiru.pk, "1", now, until, {"course": str(course.pk)})], now=now)
        sender.sweep(now=now)
        assert [said["title"] for said in service.pushes(receiver)] == ["Mafunzo"]
        assert Delivery.objects.get(channel="push").state == "sent"

    def test_a_browser_that_is_gone_is_forgotten(self, service, phone, wanjiru):
        service.answers = [410]
        assert push(wanjiru).state == "failed"
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize(("status", "state"), [(429, "later"), (503, "later"), (400, "failed"), (413, "failed")])
    def test_a_service_that_is_busy_is_asked_later(self, service, phone, wanjiru, status, state):
        service.answers = [status]
        assert push(wanjiru).state == state and Subscription.objects.exists()

    def test_one_of_two_browsers_is_enough(self, service, phone, as_, wanjiru):
        other = BrowserWithKeys()
        as_(wanjiru).post(ADDRESS, {"address": service.address("two"), **other.fields})
        service.answers = [410, 201]
        assert push(wanjiru).state == "sent" and Subscription.objects.count() == 1

    def test_nothing_is_sent_where_the_session_has_ended(self, service, phone, wanjiru):
        Session.objects.filter(user=wanjiru).delete()
        assert push(wanjiru).state == "failed"
        assert service.asked == [] and not Subscription.objects.exists()

    def test_nothing_is_sent_inside_but_where_the_site_says(self, service, phone, wanjiru, settings):
        settings.PUSH_INTERNAL_HOSTS = []
        assert push(wanjiru).state == "later" and service.asked == []


class TestABrowser:
    def test_is_forgotten_when_its_person_signs_out_whatever_it_has_kept(self, service, phone, as_, wanjiru):
        other = BrowserWithKeys()
        with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
            as_(wanjiru).post(ADDRESS, {"address": service.address("two"), **other.fields})
        assert 'data-push-here="1"' in phone.get(PREFERENCES).content.decode()
        phone.post("/sign-out/")
        assert Subscription.objects.get().address == service.address("two")
        with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
            assert 'data-push-here=""' in as_(wanjiru).get(PREFERENCES).content.decode()

    def test_is_turned_on_and_off_on_the_page_of_choices(self, service, receiver, phone, as_, wanjiru):
        page = phone.get(PREFERENCES).content.decode()
        assert keys.public_text() in page and 'name="due_soon:push"' in page
        assert Preference.objects.filter(person=wanjiru, channel="push", on=True).exists()
        phone.post(ADDRESS, {"off": "1", "address": service.address()})
        assert not Subscription.objects.exists()

    def test_of_somebody_else_is_not_turned_off_and_is_of_whoever_let_pushes_come_last(
        self, service, receiver, phone, as_, wanjiru, abdi
    ):
        as_(abdi).post(ADDRESS, {"off": "1", "address": service.address()})
        assert Subscription.objects.get().person == wanjiru
        as_(abdi).post(ADDRESS, {"address": service.address(), **receiver.fields})
        assert Subscription.objects.get().person == abdi

    def test_keeps_what_one_chose_otherwise(self, service, receiver, as_, wanjiru):
        Preference.objects.create(person=wanjiru, kind="overdue", channel="push", on=False)
        as_(wanjiru).post(ADDRESS, {"address": service.address(), **receiver.fields})
        assert not Preference.objects.get(person=wanjiru, kind="overdue", channel="push").on

    @pytest.mark.parametrize(
        "wrong",
        [
            {"address": "https://evil.example/send"},
            {"address": "http://fcm.googleapis.com/send"},
            {"address": "https://fcm.googleapis.com@evil.example/"},
            {"address": "https://fcm.googleapis.com.evil.example/"},
            {"address": "https://x.push.apple.com/" + "a" * 1000},
            {"address": ""},
            {"key": "AAAA"},
            {"key": keys.encoded(b"\x04" + b"\x01" * 64)},
            {"auth": "not base64 ₤"},
            {"auth": ""},
        ],
    )
    def test_is_refused_where_it_is_none(self, service, receiver, as_, wanjiru, wrong):
        sent = {"address": service.address(), **receiver.fields, **wrong}
        assert as_(wanjiru).post(ADDRESS, sent).status_code == 422
        assert not Subscription.objects.exists()

    def test_there_are_ten_at_most(self, service, as_, wanjiru, monkeypatch):
        monkeypatch.setattr(subscriptions, "MOST", 2)
        client = as_(wanjiru)
        for name in ("one", "two", "three"):
            client.post(ADDRESS, {"address": service.address(name), **BrowserWithKeys().fields})
        assert set(Subscription.objects.values_list("address", flat=True)) == {
            service.address("two"),
            service.address("three"),
        }

    def test_is_not_asked_where_the_site_has_no_key(self, as_, wanjiru, receiver):
        page = as_(wanjiru).get(PREFERENCES).content.decode()
        assert "data-push" not in page and "Push in the browser" not in page
        sent = {"address": "https://fcm.googleapis.com/send/1", **receiver.fields}
        assert as_(wanjiru).post(ADDRESS, sent).status_code == 409

    def test_gets_its_script_from_the_root(self, client):
        response = client.get("/worker.js")
        assert response["Content-Type"].startswith("text/javascript")
        assert b"showNotification" in response.content


def test_a_key_is_made_by_a_command(capsys):
    call_command("push_key")
    made = keys.private_key(capsys.readouterr().out.strip())
    assert isinstance(made, ec.EllipticCurvePrivateKey)


def test_browsers_to_which_nothing_came_for_half_a_year_are_forgotten(service, phone):
    assert subscriptions.delete_unused(now=timezone.now() + timedelta(days=179)) == 0
    assert subscriptions.delete_unused(now=timezone.now() + timedelta(days=181)) == 1
