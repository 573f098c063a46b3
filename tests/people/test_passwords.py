"""A password is what was typed, as long and for as long as its owner likes, and hidden while it is typed."""

import math
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from lms.people.directory.models import User
from tests.conftest import PASSWORD

LONG = "  ñandú Ωmega ጸሐይ شمس 7!'\"<b> " + "kwaheri ya kuonana tena baadaye " * 3


def enters(client, person, password: str) -> bool:
    client.logout()
    answer = client.post("/sign-in/", {"username": person.service_number, "password": password})
    return answer.status_code == 302


def test_of_any_signs_and_length_is_taken_as_it_was_typed(as_, client, wanjiru):
    answer = as_(wanjiru).post("/password/", {"old_password": PASSWORD, "new_password1": LONG, "new_password2": LONG})
    assert answer.status_code == 302, answer.content.decode()
    assert len(LONG) > 64
    assert enters(client, wanjiru, LONG)
    for other in (LONG.strip(), LONG.upper(), LONG[:72], LONG + " "):
        assert not enters(client, wanjiru, other)


@pytest.mark.parametrize("password", ["abcdefghi", "k7#Qz!m2"])
def test_of_fewer_than_ten_signs_is_refused(as_, wanjiru, password):
    typed = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert as_(wanjiru).post("/password/", typed).status_code == 200
    wanjiru.refresh_from_db()
    assert wanjiru.check_password(PASSWORD)


def test_holds_until_its_owner_changes_it(client, wanjiru):
    with time_machine.travel(timezone.now() + timedelta(days=800), tick=False):
        answer = client.post("/sign-in/", {"username": wanjiru.service_number, "password": PASSWORD})
        assert answer.status_code == 302
        assert client.get(answer.url, follow=True).request["PATH_INFO"] != "/password/"


def test_is_hidden_while_it_is_typed_and_may_be_filled_in_by_a_program(as_, client, wanjiru):
    signing_in, changing = client.get("/sign-in/").content.decode(), as_(wanjiru).get("/password/").content.decode()
    assert 'type="password" name="password" autocomplete="current-password"' in signing_in
    assert changing.count('type="password"') == 3
    assert changing.count('autocomplete="new-password"') == 2
    assert "onpaste" not in signing_in + changing


def test_nobody_asks_for_the_name_of_a_pet():
    asked = {field.name for field in User._meta.concrete_fields}
    assert not [name for name in asked if "question" in name or "hint" in name]


def test_a_new_installation_has_no_account(db):
    assert not User.objects.exists()


def test_cookies_stay_with_their_site_and_away_from_scripts(client, wanjiru):
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": wanjiru.service_number, "password": PASSWORD})
    client.post("/language/", {"language": "fr", "next": "/"})
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]


def test_another_site_reads_no_answer(as_, wanjiru):
    for path in ("/sign-in/", "/learn/", "/health/", "/nothing/"):
        answer = as_(wanjiru).get(path, headers={"Origin": "https://elsewhere.example"})
        assert "Access-Control-Allow-Origin" not in answer
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_key_of_a_session_is_long_and_never_the_same(as_, wanjiru):
    keys = [as_(wanjiru).session.session_key for _ in range(5)]
    assert len(set(keys)) == 5
    assert all(len(key) * math.log2(36) > 128 for key in keys)
