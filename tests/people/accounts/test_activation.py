"""Number and code of a card, then a password of one's own: once, and nothing for whoever guesses."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.accounts import services
from lms.people.identity.accounts.models import ActivationCard
from lms.people.identity.mail.mails import Mail
from lms.people.identity.sessions.models import Session
from tests.conftest import PASSWORD
from tests.people.factors.phone import set_up
from tests.privacy.searching import cached, places

PAGE, CHOOSING = "/activate/", "/activate/password/"
CHOSEN = "seven green lanterns drift"
CHOOSE = {"new_password1": CHOSEN, "new_password2": CHOSEN}


def show(client, code: str, number: str = "KE-50"):
    return client.post(PAGE, {"username": number, "code": code})


class TestACard:
    def test_lets_a_password_be_chosen_and_signs_in(self, client, cadet, code):
        assert show(client, code).url == CHOOSING
        assert "ሰላም በቀለ" in client.get(CHOOSING).content.decode()
        answer = client.post(CHOOSING, CHOOSE)
        assert answer.status_code == 302
        assert client.get("/learn/").status_code == 200
        cadet.refresh_from_db()
        assert (cadet.check_password(CHOSEN), cadet.password_given) == (True, False)
        assert AuditEntry.objects.get(action="account_activated").by == cadet

    @pytest.mark.parametrize("written", [" {0} ", "{1}", "{2}"])
    def test_is_typed_as_people_type(self, client, code, written):
        plain = code.replace("-", "")
        eastern = str.maketrans("23456789", "٢٣٤٥٦٧٨٩")
        typed = written.format(code, plain.upper(), plain.translate(eastern))
        assert show(client, typed, " ke-50 ").status_code == 302

    def test_works_once(self, client, cadet, code):
        show(client, code)
        client.post(CHOOSING, CHOOSE)
        client.logout()
        assert show(client, code).status_code == 422
        assert client.get(CHOOSING).url == PAGE
        assert ActivationCard.objects.get().code == ""

    def test_shown_in_two_browsers_works_in_one(self, client, cadet, code):
        other = type(client)()
        for browser in (client, other):
            assert show(browser, code).status_code == 302
        client.post(CHOOSING, CHOOSE)
        second = dict.fromkeys(CHOOSE, "nine blue otters sing")
        assert other.post(CHOOSING, second).url == PAGE
        cadet.refresh_from_db()
        assert cadet.check_password(CHOSEN)

    def test_is_over_after_its_days(self, client, cadet, code):
        ActivationCard.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert show(client, code).status_code == 422

    def test_is_void_once_there_is_a_new_one_also_on_the_way(self, client, cadet, amina, code):
        show(client, code)
        new = services.give_card(person=cadet, by=amina, now=timezone.now())[1]
        assert client.post(CHOOSING, CHOOSE).url == PAGE
        assert show(client, code).status_code == 422
        assert show(client, new).status_code == 302
        assert ActivationCard.objects.count() == 1

    def test_is_void_once_a_password_was_handed_over(self, client, cadet, amina, code):
        services.give_password(person=cadet, by=amina, now=timezone.now())
        assert show(client, code).status_code == 422

    def test_opens_no_closed_account(self, client, cadet, code):
        show(client, code)
        User.objects.filter(pk=cadet.pk).update(is_active=False)
        assert client.post(CHOOSING, CHOOSE).url == PAGE
        assert show(type(client)(), code).status_code == 422

    def test_signs_whoever_was_there_out_first(self, as_, wanjiru, cadet, code):
        browser = as_(wanjiru)
        show(browser, code)
        browser.post(CHOOSING, CHOOSE)
        assert not Session.objects.filter(user=wanjiru).exists()
        assert browser.session["_auth_user_id"] == str(cadet.pk)

    def test_takes_no_password_that_is_easily_guessed(self, client, cadet, code):
        show(client, code)
        answer = client.post(CHOOSING, {"new_password1": "password12", "new_password2": "password12"})
        assert answer.status_code == 422
        cadet.refresh_from_db()
        assert not cadet.has_usable_password()

    def test_passes_no_second_factor_by(self, client, as_, amina, superuser):
        set_up(as_(amina))
        code = services.give_card(person=amina, by=superuser, now=timezone.now())[1]
        show(client, code, "KE-9")
        assert client.post(CHOOSING, CHOOSE).url == "/sign-in/second/"
        assert client.get("/academy/people/").status_code == 302

    def test_ends_what_was_open_and_tells_by_mail(self, client, as_, wanjiru, amina):
        User.objects.filter(pk=wanjiru.pk).update(email="wanjiru@example.org")
        wanjiru.refresh_from_db()
        open_one = as_(wanjiru)
        code = services.give_card(person=wanjiru, by=amina, now=timezone.now())[1]
        assert open_one.get("/learn/").status_code == 200, "until the card is used"
        show(client, code, "KE-20377")
        client.post(CHOOSING, CHOOSE)
        assert open_one.get("/learn/").status_code == 302
        assert set(Mail.objects.values_list("kind", flat=True)) == {"helped", "password"}


class TestGuessing:
    def said(self, answer) -> str:
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        return re.sub(r"[0-9a-zA-Z]{60,}", "", text)

    @pytest.fixture
    def guesses(self, cadet, wanjiru, amina, code):
        """Whatever is wrong: a code, a number that nobody has, somebody without a card, a card that was used, that is
        over, and that of a closed account.
        """
        used = User.objects.create_user("KE-51", name="Used", institution=cadet.institution)
        over = User.objects.create_user("KE-52", name="Over", institution=cadet.institution)
        closed = User.objects.create_user("KE-53", name="Closed", institution=cadet.institution)
        codes = [services.give_card(person=one, by=amina, now=timezone.now())[1] for one in (used, over, closed)]
        ActivationCard.objects.filter(person=used).update(used_at=timezone.now())
        ActivationCard.objects.filter(person=over).update(expires_at=timezone.now() - timedelta(days=1))
        User.objects.filter(pk=closed.pk).update(is_active=False)
        return [
            ("KE-50", "aaaa-aaaa-aaaa"),
            ("KE-404", code),
            ("KE-20377", "aaaa-aaaa-aaaa"),
            *zip(("KE-51", "KE-52", "KE-53"), codes, strict=True),
        ]

    def test_learns_nothing_by_words_statements_or_hashes(self, client, guesses, monkeypatch):
        seen = set()
        hashed: list[str] = []
        hasher = type(hashers.get_hasher())
        encode = hasher.encode
        monkeypatch.setattr(hasher, "encode", lambda self, *about: hashed.append("") or encode(self, *about))
        client.get(PAGE)
        for number, code in guesses:
            hashed.clear()
            with CaptureQueriesContext(connection) as statements:
                answer = show(client, code, number)
            seen.add((answer.status_code, self.said(answer), len(statements), len(hashed)))
        assert len({(status, text, hashes) for status, text, _statements, hashes in seen}) == 1
        assert len(seen) == 1

    def test_is_counted_as_wrong_passwords_are(self, client, cadet, code, settings):
        settings.AXES_FAILURE_LIMIT = 3
        for number in ("KE-50", "KE-404"):
            answers = [show(client, "aaaa-aaaa-aaaa", number).status_code for _try in range(4)]
            assert answers == [422, 422, 429, 429]
        assert show(client, code).status_code == 429, "the right one waits too"
        assert client.post("/sign-in/", {"username": "KE-50", "password": PASSWORD}).status_code == 429

    def test_and_by_address_whatever_the_number(self, client, cadet, settings):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 3
        answers = [show(client, "aaaa-aaaa-aaaa", f"KE-{number}").status_code for number in range(400, 405)]
        assert answers[-1] == 429

    def test_is_in_the_log_without_what_was_typed(self, client, cadet, code):
        show(client, "aaaa-aaaa-aaaa")
        entry = AuditEntry.objects.get(action="code_wrong")
        assert entry.person == cadet
        assert "aaaa" not in str(entry.data)

    def test_the_code_stands_in_no_row(self, cadet, code):
        card = ActivationCard.objects.get()
        forms = code, code.replace("-", "")
        assert [*places(*forms), *cached(*forms)] == []
        assert hashers.check_password(code.replace("-", ""), card.code)
