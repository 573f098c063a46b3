"""Rules of passwords that a person can meet: lists that are asked, and how hard one is, while it is typed."""

import gzip
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from lms.people.directory.models import User
from lms.people.identity.accounts import services, views
from lms.people.identity.mail import links
from lms.people.identity.protection import strength

ASK = "/password/strength/"


def codes_of(password: str) -> set[str]:
    try:
        password_validation.validate_password(password)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


class TestTheLists:
    def test_of_twenty_thousand_usual_passwords_is_asked(self):
        lists = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
        usual = gzip.decompress(lists.read_bytes()).decode().split()
        assert len(usual) > 19_000
        long_enough = [password for password in usual if len(password) >= strength.SHORTEST]
        for password in long_enough[::25]:
            assert "password_too_common" in codes_of(password), password

    def test_of_leaked_passwords_is_asked_also_with_digits_added(self):
        leaked = FREQUENCY_LISTS["passwords"]
        assert len(leaked) > 25_000
        for password in [one for one in leaked if len(one) >= strength.SHORTEST][::25]:
            assert "password_easy_to_guess" in codes_of(password), password
        for word in list(leaked)[1000:25_000:2000]:
            assert "password_easy_to_guess" in codes_of(f"{word}{word}1"), word

    @pytest.mark.parametrize(
        "password", ["seven green lanterns drift", "mbuzi kijani tatu kalamu", "جبل ازرق سبعة قلم"]
    )
    def test_words_that_do_not_belong_together_are_taken(self, password):
        assert codes_of(password) == set()


class TestWhileItIsTyped:
    def ask(self, client, password: str):
        return client.post(ASK, {"password": password})

    def test_is_said_to_whoever_is_signed_in(self, as_, wanjiru):
        said = [
            self.ask(as_(wanjiru), one).json() for one in ("", "short", "wanjiru1998", "seven green lanterns drift")
        ]
        assert [one["share"] < 100 for one in said] == [True, True, True, False]
        assert said[1]["message"].startswith("Too short")
        assert said[3]["message"] == "Hard to guess."

    def test_the_strength_is_told_to_a_person_who_activates(self, client, cadet, code):
        assert self.ask(client, "whatever").status_code == 404
        client.post("/activate/", {"username": "KE-50", "code": code})
        assert self.ask(client, "KE-50 KE-50 KE-50").json()["share"] < 100

    def test_and_to_whoever_opened_the_link_in_a_mail(self, client, wanjiru):
        page = client.get(urlsplit(links.to_new_password(wanjiru)).path, follow=True).content.decode()
        asks = unescape(re.search(r'data-strength="([^"]+)"', page)[1])
        told = [
            client.post(asks, {"password": one}).json() for one in ("wanjiru KE-20377", "seven green lanterns drift")
        ]
        assert [one["share"] < 100 for one in told] == [True, False]
        assert told[1]["message"] == "Hard to guess."

    def test_and_to_nobody_who_did_not_or_whose_link_is_void(self, client, wanjiru, omar):
        path = urlsplit(links.to_new_password(wanjiru)).path
        number = path.split("/")[3]
        assert client.post(f"{ASK}?of={number}", {"password": "whatever"}).status_code == 404
        client.get(path)
        of_omar = urlsplit(links.to_new_password(omar)).path.split("/")[3]
        for other in (of_omar, "", "%00", "x" * 500, "MTIz4oKs"):
            assert client.post(f"{ASK}?of={other}", {"password": "whatever"}).status_code == 404
        wanjiru.set_password("three quiet lakes")
        wanjiru.save()
        assert client.post(f"{ASK}?of={number}", {"password": "whatever"}).status_code == 404

    def test_and_to_whoever_has_to_choose_their_own_first(self, client, wanjiru, amina):
        given = services.give_password(person=wanjiru, by=amina, now=wanjiru.date_joined)
        client.post("/sign-in/", {"username": "KE-20377", "password": given})
        assert self.ask(client, "whatever").status_code == 200
        assert User.objects.get(pk=wanjiru.pk).password_given

    def test_is_enough_exactly_where_the_rule_says_so(self, wanjiru):
        for password in ("seven green lanterns", "green lanterns", "lanterns42", "KE-20377 lanterns"):
            enough = strength.guesses(password, tuple(strength.about(wanjiru))) >= strength.ENOUGH
            assert (strength.estimate(password, wanjiru) == strength.WHOLE) is enough

    def test_not_too_often(self, as_, wanjiru, monkeypatch):
        monkeypatch.setattr(views, "MOST_IN_A_MINUTE", 2)
        assert [self.ask(as_(wanjiru), "x").status_code for _time in range(3)] == [200, 200, 429]
