"""V6: what failed sign-ins count against: the account that was found, and nothing where they come from a locked
address.
"""

import pytest
from django.db import connection

from lms.people.directory.models import User
from lms.people.identity.protection import throttling
from tests.conftest import PASSWORD

from .mutation import browser, held_by, instead, setting

SENDER, OWNERS = "41.90.1.2", "41.90.1.9"
MAILBOX = "omar@example.org"


@pytest.fixture(autouse=True)
def few():
    with setting(AXES_FAILURE_LIMIT=4, SIGN_IN_FAILURES_OF_AN_ADDRESS=8):
        yield


def sign_in(number: str, password: str, address: str) -> int:
    sent = {"username": number, "password": password}
    return browser().post("/sign-in/", sent, REMOTE_ADDR=address).status_code


def typed_account(request, credentials=None) -> str:
    """As failures were counted once."""
    return throttling.submitted_number(request, credentials).casefold()


@pytest.fixture
def colleagues(wanjiru) -> list[User]:
    made = [User(service_number=f"KE-5{number}", institution=wanjiru.institution) for number in range(6)]
    for person in made:
        person.password = wanjiru.password
    return User.objects.bulk_create(made)


def test_one_sender_does_not_close_the_accounts_of_all(colleagues):
    def closes_all() -> bool:
        for person in colleagues:
            for _try in range(4):
                sign_in(person.service_number, "wrong", SENDER)
        closed = [sign_in(person.service_number, PASSWORD, OWNERS) == 429 for person in colleagues]
        return all(closed)

    held_by(setting(AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT=True), attack=closes_all)


def test_nor_the_mailboxes_to_which_links_are_sent(db):
    def ask(mailbox: str, address: str) -> int:
        return browser().post("/password/forgotten/", {"address": mailbox}, REMOTE_ADDR=address).status_code

    for number in range(8):
        ask(f"nobody-{number}@example.org", SENDER)
    assert {ask(MAILBOX, SENDER) for _ in range(throttling.MOST_FORGOTTEN + 1)} == {429}
    assert ask(MAILBOX, OWNERS) == 302


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows the case of plain letters alone.")
def test_an_account_is_not_guessed_on_in_other_letters(wanjiru):
    """PostgreSQL finds “KE-I” by “KE-İ” too, which Python writes otherwise in small letters."""
    User.objects.filter(pk=wanjiru.pk).update(service_number="KE-III")
    assert User.objects.numbered("KE-İİİ").exists()

    def guesses_on() -> bool:
        numbers = [f"KE-{a}{b}{c}" for a in "Iİ" for b in "Iİ" for c in "Iİ"]
        answers = [sign_in(number, "wrong", f"41.90.2.{place}") for place, number in enumerate(numbers * 2)]
        return 429 not in answers

    with instead(throttling, "account_of", lambda person: person.service_number.casefold()):
        held_by(instead(throttling, "account", typed_account), attack=guesses_on)


def test_failures_of_one_number_do_not_close_another_that_python_takes_for_the_same(wanjiru, abdi):
    User.objects.filter(pk=wanjiru.pk).update(service_number="KE-STRASSE")
    User.objects.filter(pk=abdi.pk).update(service_number="KE-STRAßE")

    def closes() -> bool:
        for place in range(4):
            sign_in("KE-STRASSE", "wrong", f"41.90.3.{place}")
        return sign_in("KE-STRAßE", PASSWORD, OWNERS) == 429

    held_by(instead(throttling, "account", typed_account), attack=closes)
