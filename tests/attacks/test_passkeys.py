"""V6: a passkey that another site was shown, that was copied, or that is kept already; an answer sent again."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from lms.people.identity.factors import passkeys
from tests.conftest import PASSWORD
from tests.people.factors.passkey import SHOW, Device

from .mutation import browser, held_by, instead

ELSEWHERE = ("https://evil.testserver", "https://testserver:8443")


def with_password(person):
    client = browser()
    client.post("/sign-in/", {"username": person.service_number, "password": PASSWORD})
    return client


def nothing(*_given) -> None:
    return None


@pytest.fixture
def device(omar) -> Device:
    device = Device()
    device.make(browser(omar), count=5)
    return device


def test_a_passkey_of_this_site_signs_in(omar, device):
    assert device.show(with_password(omar), count=6)
    assert device.show(with_password(omar), count=9)


def test_one_that_does_not_count_signs_in_each_time(omar):
    device = Device()
    device.make(browser(omar))
    assert [device.show(with_password(omar)) for _ in range(2)] == [True, True]


def test_what_was_made_for_another_origin_signs_nobody_in(omar, device):
    def gets_in() -> bool:
        return any(device.show(with_password(omar), origin=origin, count=7) for origin in ELSEWHERE)

    held_by(instead(passkeys, "_refuse_other_origins", nothing), attack=gets_in)


def test_nor_is_one_kept_that_was_made_there(omar):
    def is_kept() -> bool:
        Device().make(browser(omar), origin=ELSEWHERE[0])
        return Authenticator.objects.filter(type="webauthn").exists()

    held_by(instead(passkeys, "_refuse_other_origins", nothing), attack=is_kept)


def test_a_copy_that_counts_less_is_found_out(omar, device):
    def copy_gets_in() -> bool:
        assert device.show(with_password(omar), count=8)
        return device.show(with_password(omar), count=8) or device.show(with_password(omar), count=0)

    held_by(instead(passkeys, "_count_on", nothing), attack=copy_gets_in)


def test_one_credential_is_kept_once_whoever_brings_it(omar, neighbour):
    device, own = Device(), browser(omar)
    for client in (own, own, browser(neighbour)):
        device.make(client)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_question_is_answered_once(omar, device):
    """Also by two at the same moment, each of whom has the session as it was when it was asked."""

    def gets_in_twice() -> bool:
        first, second = with_password(omar), browser()
        answer = device.answer(first, count=7)
        kept = dict(first.session.items())
        first.post(SHOW, {"credential": answer}, secure=True)
        copy = second.session
        copy.update(kept)
        copy.save()
        second.cookies[settings.SESSION_COOKIE_NAME] = copy.session_key
        second.post(SHOW, {"credential": answer}, secure=True)
        return "_auth_user_id" in second.session

    with instead(passkeys, "_count_on", nothing):
        held_by(instead(passkeys, "counted", lambda key, seconds: 1), attack=gets_in_twice)


def test_nor_is_it_answered_again_after_a_wrong_answer(omar, device):
    client = with_password(omar)
    answer = device.answer(client, count=7)
    client.post(SHOW, {"credential": "{}"}, secure=True)
    client.post(SHOW, {"credential": answer}, secure=True)
    assert "_auth_user_id" not in client.session
