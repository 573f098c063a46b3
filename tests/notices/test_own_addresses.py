"""Addresses that people give for a channel of a plugin: nothing but one code goes to them before it is entered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.desks.notices import own_addresses
from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Delivery, OwnAddress
from lms.desks.notices.services import choose
from lms.desks.privacy.erasure import erase
from lms.desks.privacy.export import export
from lms.foundation.plugins.channel import OWN, SENT, Channel, Receipt, channels
from lms.foundation.plugins.notice import Occasion, tell
from lms.foundation.plugins.personal_data import Reader
from tests.conftest import make_person

from .test_telling import MORNING

SENT_BY_RADIO: list[tuple[str, str, str]] = []


class Radio(Channel):
    slug = "radio"
    name = "Radio"
    uses = OWN
    address_help = "Your call sign."

    def clean_address(self, text):
        if not re.fullmatch(r"[A-Za-z0-9]+", text.strip()):
            raise ValueError("A call sign has letters and digits.")
        return text.strip().upper()

    def send(self, message, *, to, institution):
        SENT_BY_RADIO.append((to, message.text, message.key))
        return Receipt(SENT)


@pytest.fixture(autouse=True)
def radio(monkeypatch, settings, tmp_path):
    settings.NOTICES_DIR = tmp_path / "notices"
    monkeypatch.setattr(channels, "_entries", dict(channels._entries))
    monkeypatch.setattr(channels, "_plugged", dict(channels._plugged))
    channels.register(Radio)
    SENT_BY_RADIO.clear()
    return channels.get("radio")


@pytest.fixture
def ask(radio, django_capture_on_commit_callbacks):
    def send(person, text="5Z4AB", now=MORNING):
        with django_capture_on_commit_callbacks(execute=True):
            own_addresses.ask(person=person, channel=radio, text=text, now=now)

    return send


def code() -> str:
    return re.search(r"\d{6}", SENT_BY_RADIO[-1][1])[0]


def told(person, course, subject="1") -> list[str]:
    """The addresses to which a notice goes that the person wants by radio."""
    choose(person=person, chosen={("withdrawn", "radio"): True})
    before = len(SENT_BY_RADIO)
    until = MORNING + timedelta(days=3)
    tell("withdrawn", [Occasion(person.pk, subject, MORNING, until, {"course": str(course.pk)})], now=MORNING)
    sender.sweep(now=MORNING)
    return [to for to, _text, _key in SENT_BY_RADIO[before:]]


def test_an_address_is_used_once_its_code_is_entered(ask, radio, wanjiru, course):
    ask(wanjiru)
    assert SENT_BY_RADIO[0][0] == "5Z4AB"
    assert told(wanjiru, course) == []
    assert own_addresses.confirm(person=wanjiru, channel=radio, code=code(), now=MORNING)
    assert told(wanjiru, course, "2") == ["5Z4AB"]


def test_the_code_may_be_in_digits_of_another_script(ask, radio, wanjiru):
    ask(wanjiru)
    arabic = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert own_addresses.confirm(person=wanjiru, channel=radio, code=arabic, now=MORNING)


def test_another_address_ends_the_one_before(ask, radio, wanjiru, course):
    ask(wanjiru)
    assert own_addresses.confirm(person=wanjiru, channel=radio, code=code(), now=MORNING)
    ask(wanjiru, "5Z4XY", MORNING + timedelta(minutes=11))
    assert told(wanjiru, course) == []


def test_a_stranger_gets_one_code_in_ten_minutes_and_nothing_else(ask, wanjiru, as_):
    ask(wanjiru)
    for text in ("5Z4XY", "", "5Z4AB"):  # another one, taking it away, and again
        if text:
            with pytest.raises(own_addresses.NotAsked, match="ten minutes"):
                ask(wanjiru, text, MORNING + timedelta(minutes=5))
        else:
            ask(wanjiru, text)
    assert len(SENT_BY_RADIO) == 1
    ask(wanjiru, "5Z4XY", MORNING + timedelta(minutes=10))
    assert len(SENT_BY_RADIO) == 2


def test_the_task_twice_is_the_same_message(ask, wanjiru):
    ask(wanjiru)
    own_addresses.send_code(OwnAddress.objects.get().pk)
    assert SENT_BY_RADIO[0] == SENT_BY_RADIO[1]


@pytest.mark.parametrize("way", ["wrong", "late", "early", "of another person", "of another address", "after five"])
def test_no_other_code_counts(ask, radio, wanjiru, academy, way):
    ask(wanjiru)
    given, now, person = code(), MORNING, wanjiru
    if way == "wrong":
        given = f"{(int(given) + 1) % 10**6:06}"
    elif way in ("late", "early"):
        now += timedelta(minutes=30 if way == "late" else -1)
    elif way == "of another person":
        person = make_person("KE-55", "Other", academy)
        ask(person)
    elif way == "of another address":
        ask(wanjiru, "5Z4XY", MORNING + timedelta(minutes=10))
        now += timedelta(minutes=10)
        assert given != code()
    else:
        for _time in range(5):
            assert not own_addresses.confirm(person=wanjiru, channel=radio, code="x", now=now)
    if way == "of another person":
        assert given != code()
    assert not own_addresses.confirm(person=person, channel=radio, code=given, now=now)
    assert not OwnAddress.objects.filter(confirmed_at__isnull=False).exists()


@pytest.mark.parametrize("text", ["a b", "x" * 255, "\x00", "<b>"])
def test_what_is_no_address_is_refused(ask, wanjiru, text):
    with pytest.raises(own_addresses.NotAsked):
        ask(wanjiru, text)
    assert SENT_BY_RADIO == []


def test_the_page_takes_address_and_code(as_, wanjiru, course, django_capture_on_commit_callbacks):
    client = as_(wanjiru)
    assert "Your call sign." in client.get("/notices/preferences/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/notices/preferences/radio/", {"address": "5z4ab"})
    page = client.get("/notices/preferences/").content.decode()
    assert 'value="5Z4AB"' in page
    assert "The code that was sent to this address" in page
    assert 'name="all" value="radio:' not in page
    client.post("/notices/preferences/radio/", {"code": code()})
    page = client.get("/notices/preferences/").content.decode()
    assert "Confirmed" in page
    assert 'name="all" value="radio:' in page
    assert client.post("/notices/preferences/mail/", {"address": "x@example.org"}).status_code == 404


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(as_, wanjiru, radio):
    client = as_(wanjiru)
    for sent, field, kept in (("5z4 ab", "own-radio", 'value="5z4 ab"'), ("5z4ab", "", 'value="5Z4AB"')):
        answer = client.post("/notices/preferences/radio/", {"address": sent}, follow=True)
        page = answer.content.decode()
        assert kept in page
        assert (f'id="{field}-error"' in page) == bool(field) == (answer.status_code == 422)
    answer = client.post("/notices/preferences/radio/", {"code": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#code-radio"' in page and 'id="code-radio-error"' in page
    assert 'value="5Z4AB"' in page


def test_costs_one_statement_for_all_people(ask, radio, academy, course):
    counted = []
    for number in (2, 12):
        people = [make_person(f"KE-{number}{one:03}", "P", academy) for one in range(number)]
        for person in people:
            OwnAddress.objects.create(
                person=person, channel="radio", address=f"A{person.pk}", asked_at=MORNING, confirmed_at=MORNING
            )
            choose(person=person, chosen={("withdrawn", "radio"): True})
        about = (MORNING, MORNING + timedelta(days=3), {"course": str(course.pk)})
        with CaptureQueriesContext(connection) as statements:
            tell("withdrawn", [Occasion(person.pk, f"{number}", *about) for person in people], now=MORNING)
            sender.sweep(now=MORNING)
        counted.append(len(statements))
        assert Delivery.objects.filter(channel="radio", state="sent", notice__subject=f"{number}").count() == number
    assert counted[0] == counted[1]


def test_stands_in_one_s_own_data_and_goes_with_the_person(ask, radio, wanjiru, now):
    ask(wanjiru)
    assert "5Z4AB" in str(export(wanjiru, reader=Reader.THE_PERSON, now=now))
    erase(wanjiru)
    assert not OwnAddress.objects.exists()
