"""Text messages leave through a real gateway over HTTP: once, counted, and within the month's bounds."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lms.desks.notices.channels.sms import claims
from lms.desks.notices.channels.sms.channel import Sms
from lms.desks.notices.models import SmsMonth, TextMessage
from lms.foundation.plugins.channel import Message

NUMBER = "+254712345678"


def message(key: str = "one", text: str = "Karibu, Wanjirũ.") -> Message:
    return Message(key, text, "en")


def counted(institution) -> int:
    return sum(SmsMonth.objects.filter(institution=institution).values_list("parts", flat=True))


@pytest.fixture
def send(academy):
    def ask(key: str = "one", text: str = "Karibu.", at=academy):
        return Sms().send(message(key, text), to=NUMBER, institution=at)

    return ask


class TestAGateway:
    def test_takes_a_message_as_a_form(self, gateway, send, academy):
        receipt = send()
        assert (receipt.state, receipt.reference, receipt.cost) == ("sent", "no-1", 1)
        [asked] = gateway.asked
        assert asked["fields"] == {"to": NUMBER, "message": "Karibu.", "from": "MAFUNZO", "id": "one"}
        assert counted(academy) == 1

    def test_takes_it_as_json_with_a_token(self, gateway, send, settings):
        settings.SMS_BODY = json.dumps({"message": "{text}", "to": "{to}", "id": "m-{key}", "flash": False})
        settings.SMS_AUTH, settings.SMS_SECRET = "bearer", "a-secret"
        send(text='Say "yes" to {to}.')
        [asked] = gateway.asked
        assert asked["fields"] == {"message": 'Say "yes" to {to}.', "to": NUMBER, "id": "m-one", "flash": False}
        assert asked["headers"]["Authorization"] == "Bearer a-secret"
        settings.SMS_BODY = '{\r\n  "message": "{text}",\r\n  "to": "{to}"\r\n}'  # as a form of a page sends it
        send("two")
        assert gateway.asked[1]["fields"] == {"message": "Karibu.", "to": NUMBER}

    def test_takes_it_as_an_address_with_name_and_password(self, gateway, send, settings):
        settings.SMS_METHOD, settings.SMS_AUTH, settings.SMS_SECRET = "GET", "basic", "academy:secret"
        send(text="A & B")
        [asked] = gateway.asked
        assert (asked["method"], asked["fields"]["message"]) == ("GET", "A & B")
        assert asked["headers"]["Authorization"] == "Basic YWNhZGVteTpzZWNyZXQ="

    def test_may_be_asked_by_a_header_of_its_own(self, gateway, send, settings):
        settings.SMS_AUTH, settings.SMS_SECRET, settings.SMS_KEY_HEADER = "apiKey", "a-key", "Idempotency-Key"
        send()
        assert (
            gateway.asked[0]["headers"] | {"apiKey": "a-key", "Idempotency-Key": "one"} == gateway.asked[0]["headers"]
        )

    def test_has_to_say_that_it_took_it_where_its_status_says_nothing(self, gateway, send, settings, academy):
        settings.SMS_TAKEN, settings.SMS_NO_NUMBER = "Success", ["InvalidPhoneNumber"]
        gateway.answers = [b'{"status": "InsufficientBalance"}', b'{"status": "InvalidPhoneNumber"}', b'"Success"']
        receipts = [send(key) for key in ("one", "two", "three")]
        assert [(one.state, one.bad_address) for one in receipts] == [
            ("failed", False),
            ("failed", True),
            ("sent", False),
        ]
        assert counted(academy) == 1


class TestNeverTwice:
    def test_the_same_key_is_sent_once(self, gateway, send, academy):
        assert send() == send()
        assert len(gateway.asked) == counted(academy) == 1

    def test_after_no_answer_it_is_sent_again_under_its_key(self, gateway, send, academy):
        gateway.answers = ["silent"]
        first = send()
        assert (first.state, first.unknown) == ("later", True)
        assert send().state == "sent"
        assert [asked["fields"]["id"] for asked in gateway.asked] == ["one", "one"]
        assert len(gateway.sent) == counted(academy) == 1

    @pytest.mark.parametrize("query", ["", "?id={key}"])
    def test_it_is_not_where_the_gateway_knows_no_keys(self, gateway, send, settings, academy, query):
        """Nothing is put into the address."""
        settings.SMS_BODY, settings.SMS_URL = "to={to}&message={text}", f"{gateway.url}{query}"
        gateway.answers = ["silent"]
        first, again = send(), send()
        assert (first.state, first.unknown) == (again.state, again.unknown) == ("failed", True)
        assert "It is not sent again" in first.reason
        assert len(gateway.asked) == counted(academy) == 1

    @pytest.mark.parametrize(("status", "unknown"), [(500, True), (502, True), (503, False), (429, False)])
    def test_an_error_of_the_server_may_have_sent_it_and_a_busy_one_has_not(self, gateway, send, status, unknown):
        gateway.answers = [status]
        first = send()
        assert (first.state, first.unknown) == ("later", unknown)
        assert send().state == "sent"

    def test_a_refusal_is_for_good_and_not_counted(self, gateway, send, academy):
        gateway.answers = [400]
        assert [send().state, send().state] == ["failed", "failed"]
        assert (len(gateway.asked), counted(academy)) == (1, 0)

    def test_a_gateway_that_is_away_has_not_got_it(self, gateway, send, settings, academy):
        settings.SMS_URL = "http://127.0.0.1:1/send"
        first = send()
        assert (first.state, first.unknown, counted(academy)) == ("later", False, 0)
        settings.SMS_URL = gateway.url
        assert send().state == "sent"

    def test_who_was_killed_while_sending_leaves_it_to_the_next(self, gateway, send, academy, now):
        with time_machine.travel(now, tick=False):
            assert claims.claim("one", institution=academy, parts=1, knows_keys=True, now=now) is None
            assert send().state == "later"
        with time_machine.travel(now + TextMessage.LEASE + timedelta(seconds=1), tick=False):
            assert send().state == "sent"
        assert (len(gateway.asked), counted(academy)) == (1, 1)


class TestTheMonth:
    def test_ends_with_what_an_institution_may_send(self, gateway, send, settings, academy, neighbour_academy):
        settings.SMS_PER_MONTH = 3
        assert send("one").state == send("two", "x" * 200).state == "sent"
        receipt = send("three")
        assert (receipt.state, receipt.wait, counted(academy)) == ("later", claims.CAP_PAUSE, 3)
        assert not Sms().is_ready(academy)
        assert Sms().is_ready(neighbour_academy)
        assert send("four", at=neighbour_academy).state == "sent"

    def test_is_that_of_the_institution(self, gateway, send, settings, academy):
        settings.SMS_PER_MONTH = 1
        with time_machine.travel("2026-11-30T20:00:00Z", tick=False):
            assert [send("one").state, send("two").state] == ["sent", "later"]
        with time_machine.travel("2026-11-30T21:30:00Z", tick=False):  # in Nairobi it is December
            assert send("two").state == "sent"


class TestWhereItIsSent:
    @pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "https://10.0.0.1/", "ftp://example.org/"])
    def test_no_private_address_is_asked_that_nobody_named(self, send, settings, url):
        settings.SMS_URL, settings.SMS_INTERNAL_HOSTS = url, []
        receipt = send()
        assert (receipt.state, receipt.unknown) == ("later", False)

    def test_files_take_it_in_the_demo(self, send, settings, tmp_path):
        settings.SMS_URL, settings.DATA_DIR = "file:", tmp_path
        assert send("delivery:7", "Karibu – “Wanjirũ”").state == "sent"
        [file] = (tmp_path / "sms").iterdir()
        assert json.loads(file.read_text()) == {
            "to": NUMBER,
            "from": "",
            "text": 'Karibu - "Wanjirũ"',
            "parts": 1,
        }

    def test_without_a_gateway_nothing_is_ready(self, send, settings, academy):
        settings.SMS_URL = ""
        assert not Sms().is_ready(academy)
        assert send().state == "later"


def test_keys_are_forgotten_in_time(gateway, send):
    send()
    assert claims.delete_old(now=timezone.now()) == 0
    assert claims.delete_old(now=timezone.now() + claims.KEPT + timedelta(days=1)) == 1
