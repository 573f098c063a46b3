"""Whoever guesses learns nothing of who is here: not by words, not by statements, not by the hashes that take time."""

import re

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.people.directory.models import User
from tests.conftest import PASSWORD, make_person


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
