"""Passwords: taken as they are typed, long enough, in no list, and judged while they are typed."""

import math
import sys
import threading
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from lms.people.directory.models import User
from lms.people.identity.accounts.generated_passwords import make_password
from lms.people.identity.protection import strength
from tests.conftest import PASSWORD

WEAK = """
UG-40205UG-40205 UG-40205!!! ug40205ug40205 40205-40205-40205 50204-GU-UG okelloopio1990 Okello2026! OpioOkello!!
wanjiru12345 ziwapolice1 0772123456 okello.opio@ Password123! P@ssw0rd2026 password1password1 iloveyou123 Welcome2026!
Sunday12345 letmein12345 1234567890 qwertyuiop zxcvbnm,./ abcdefghij aaaaaaaaaa abcabcabcabc 11111111112 3333344444
2026-11-26 26112026ab nenosiri123 Nenosiri@2026 polisi12345 mafunzo2026 M@funz0!2026 kenyapolice1 Nairobi2026
Kampala@2026 jambokenya123 Inshallah2026! Mohamed1995! tigist12345 ኢትዮጵያ12345 ሰላምሰላምሰላም القاهرة123456 motdepasse1
"""
STRONG = [
    PASSWORD,
    "three quiet lakes",
    "four loud rivers",
    "acacia-amber-baobab-42",
    "mango-river-7",
    "kahawa na chai",
    "Jua kali 77",
    "bahari kuu na mto",
    "kx7mp2qr9t",
    "ቡና እና ሻይ ወተት",
    "قهوة وشاي حليب",
]
SUBSTITUTES = "4@8({[<3€6&9#!|1¡0$5+7%2"


@pytest.fixture
def okello(ugandan_academy):
    return User(
        service_number="UG-40205",
        name="Okello Opio Wanjirũ",
        email="okello.opio@example.org",
        phone="+256 772 123456",
        institution=ugandan_academy,
    )


def refusals(password: str, person=None) -> set[str]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return {found.code for found in error.error_list}
    return set()


def test_what_others_guess_soon_is_refused(okello):
    assert [password for password in WEAK.split() if "password_easy_to_guess" not in refusals(password, okello)] == []


def test_words_that_do_not_belong_together_and_what_is_drawn_by_chance_are_taken(okello):
    assert [password for password in STRONG if refusals(password, okello)] == []


def test_first_passwords_of_a_roster_are_strong():
    assert [password for password in (make_password() for _password in range(20)) if refusals(password)] == []


def test_what_is_one_person_s_own_is_not_another_s(okello):
    assert refusals("UG-40205 rafiki", okello)
    assert not refusals("UG-40205 rafiki", User(service_number="KE-1", name="Somebody"))


def test_a_name_is_known_also_without_its_marks_and_in_another_normal_form(okello):
    assert refusals("wanjiru-2026", okello)
    assert refusals("Wanjiru\u0303-2026", okello)


@pytest.mark.parametrize(
    "password",
    ["x" * 5000, SUBSTITUTES * 3, SUBSTITUTES[::-1] * 40, "a4" * 3000, "p@$$w0rd" * 9, "\ud800" * 12, "\x00" * 12],
)
def test_what_takes_the_library_long_is_cut_short(okello, password):
    """Nothing is asked of more than 40 characters and ten substitutes: the library tries all combinations of them."""
    looked_at = strength._readable(password[: strength.LONGEST])
    assert len(looked_at) <= strength.LONGEST
    assert len(set(looked_at) & strength.SUBSTITUTES) <= strength.MOST_SUBSTITUTES
    assert strength.guesses(password, tuple(strength.about(okello))) > 0


@pytest.fixture
def hasty_threads():
    """The interpreter goes from thread to thread as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_do_not_know_one_another_s_names(hasty_threads):
    """The library keeps names in a table that all threads share."""
    found: dict[str, list[int]] = {"own": [], "other": []}

    def ask(who: str, word: str) -> None:
        for _time in range(100):
            found[who].append(strength.guesses("mwanahamisi-7", (word,)))

    threads = [threading.Thread(target=ask, args=pair) for pair in (("own", "mwanahamisi"), ("other", "somebody")) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found["own"])) == len(set(found["other"])) == 1
    assert found["own"][0] < strength.ENOUGH < found["other"][0]


class TestWhereverAPasswordIsChosen:
    weak = "UG-40205UG-40205"

    def test_on_ones_own_page(self, as_, okello):
        okello.set_password(PASSWORD)
        okello.save()
        page = as_(okello).post(
            "/password/", {"old_password": PASSWORD, "new_password1": self.weak, "new_password2": self.weak}
        )
        assert "easy to guess" in page.content.decode()
        okello.refresh_from_db()
        assert okello.check_password(PASSWORD)

    def test_nobody_chooses_one_for_somebody_else(self, as_, superuser, okello):
        """What is made for others is drawn by chance: a password that is sent along is not taken."""
        okello.save()
        browser = as_(superuser)
        for path in ("correct/", "account/", "rights/"):
            browser.post(f"/academy/people/{okello.pk}/{path}", {"password1": self.weak, "password2": self.weak})
        browser.post(f"/academy/sign-in/{okello.pk}/", {"give": "password", "password1": self.weak})
        okello.refresh_from_db()
        assert not okello.check_password(self.weak)

    def test_the_sentence_says_what_to_do_instead(self, okello):
        with pytest.raises(ValidationError, match="three or four words"):
            strength.Strength().validate(self.weak, okello)
        assert "easy to guess" in strength.Strength().get_help_text()


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
