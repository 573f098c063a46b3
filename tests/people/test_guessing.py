"""Whoever guesses learns nothing of who is here: not by words, not by statements, not by the hashes that take time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.people.directory.models import User
from lms.people.identity.mail import password_reset
from lms.people.identity.mail.mails import Kind, Mail
from lms.people.identity.protection import throttling
from tests.conftest import PASSWORD, make_person

from .test_password_reset import asking, wanjiru  # noqa: F401


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """An entry for each hash that is made."""
    made: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *about: made.append("") or encode(self, *about))
    return made


def answers(ask, hashed: list[str]) -> tuple[int, str, int, int]:
    """Status, words, statements and hashes of what `ask` asks; the words without tokens, numbers and ids."""
    hashed.clear()
    with CaptureQueriesContext(connection) as statements:
        answer = ask()
    words = re.sub(r'value="[^"]*"|\d+', "", answer.content.decode())
    return answer.status_code, words, len(statements), len(hashed)


def test_signing_in_answers_the_same_to_every_number(wanjiru, abdi, omar, hashed):
    User.objects.filter(pk=abdi.pk).update(is_active=False)
    omar.set_unusable_password()
    omar.save()
    numbers = [wanjiru.service_number, abdi.service_number, omar.service_number, "KE-40404"]
    Client().post("/sign-in/", {"username": "warms what is kept", "password": "wrong"})

    def guess(number: str):
        return lambda: Client().post("/sign-in/", {"username": number, "password": "wrong password"})

    seen = {number: answers(guess(number), hashed) for number in numbers}
    assert len({(status, words, hashes) for status, words, _statements, hashes in seen.values()}) == 1, seen
    assert {hashes for *_about, hashes in seen.values()} == {1}
    statements = [statements for _status, _words, statements, _hashes in seen.values()]
    assert max(statements) - min(statements) <= 1, "known people have their institution looked up for the log"


def test_a_closed_account_says_no_more_to_whoever_has_its_password(wanjiru, hashed):
    User.objects.filter(pk=wanjiru.pk).update(is_active=False)

    def guess(password: str):
        return lambda: Client().post("/sign-in/", {"username": wanjiru.service_number, "password": password})

    guess("the first failure of an account has a row to write")()
    right, wrong = answers(guess(PASSWORD), hashed), answers(guess("wrong password"), hashed)
    assert right == wrong


def test_a_pair_of_accounts_that_are_not_theirs_is_as_none(as_, academy, neighbour, stranger, wanjiru, hashed):
    amina = as_(make_person("KE-9", "Amina Noor", academy, "administrator"))

    def look(first: int, second: int):
        low, high = sorted((first, second))
        return lambda: amina.get(f"/academy/duplicates/{low}/{high}/")

    nobody = 987_654
    look(wanjiru.pk, nobody)()
    seen = {answers(look(wanjiru.pk, pk), hashed) for pk in (neighbour.pk, stranger.pk, nobody)}
    assert len(seen) == 1
    assert next(iter(seen))[0] == 404


class TestThrottling:
    def test_a_mailbox_gets_a_few_links_and_then_none_for_a_while_known_or_not(self, asking, wanjiru):
        for address in (wanjiru.email, "nobody@example.org"):
            answers = [asking(address.swapcase() if number % 2 else address).status_code for number in range(7)]
            assert answers == [302] * throttling.MOST_FORGOTTEN + [429] * 2
        assert len(mail.outbox) == password_reset.MOST_LINKS, "whatever the cache counted, the rows say what was sent"

    def test_an_address_of_the_network_that_asks_for_many_has_to_wait_and_no_other(self, asking, settings, db):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 3
        answers = [asking(f"somebody{number}@example.org", REMOTE_ADDR="10.0.0.1") for number in range(5)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
        assert answers[-1]["Retry-After"] == "900"
        assert asking("else@example.org", REMOTE_ADDR="10.0.0.2").status_code == 302

    def test_asking_for_a_link_pauses_nobodys_signing_in(self, asking, client, wanjiru, settings):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 3
        for _time in range(9):
            asking(wanjiru.email)
        assert client.post("/sign-in/", {"username": "KE-20377", "password": PASSWORD}).status_code == 302

    def test_another_hour_another_link(self, wanjiru):
        now = timezone.now()
        for hours in (0, 0, 0, 0, 1):
            password_reset.ask(address=wanjiru.email, now=now + timedelta(hours=hours))
            password_reset.look_up(Mail.objects.get(kind=Kind.FORGOTTEN), now=now + timedelta(hours=hours))
        assert Mail.objects.filter(kind=Kind.LINK).count() == password_reset.MOST_LINKS + 1
