"""Signing in, being throttled, the password and the language."""

from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from lms.people.identity.protection.throttling import account_of
from lms.settings import base
from tests.conftest import PASSWORD
from tests.privacy.searching import cached, places

SIGN_IN = "/sign-in/"


def sign_in(client, number: str, password: str = PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": number, "password": password}, **extra)


class TestSignIn:
    def test_a_cadet_signs_in_with_the_number_in_any_case(self, client, wanjiru):
        response = sign_in(client, " ke-20377 ")
        assert response.status_code == 302
        assert response.url == reverse("landing")
        assert client.session["_auth_user_id"] == str(wanjiru.pk)

    def test_goes_on_to_the_page_that_was_asked_for_but_to_no_other_site(self, client, wanjiru):
        asked = client.post(SIGN_IN, {"username": "KE-20377", "password": PASSWORD, "next": "/learn/"})
        assert asked.url == "/learn/"
        elsewhere = Client().post(
            SIGN_IN, {"username": "KE-20377", "password": PASSWORD, "next": "https://elsewhere.example/"}
        )
        assert elsewhere.url == reverse("landing")

    def test_a_refusal_says_what_to_do_and_not_which_was_wrong(self, client, wanjiru):
        wrong, nobody = sign_in(client, "KE-20377", "wrong"), sign_in(client, "KE-99999", "wrong")
        for response in (wrong, nobody):
            assert response.status_code == 200
            assert "do not belong together" in response.content.decode()
            assert 'class="error-summary" role="alert"' in response.content.decode()

    def test_who_may_no_longer_sign_in_is_refused(self, client, wanjiru):
        wanjiru.is_active = False
        wanjiru.save()
        assert sign_in(client, "KE-20377").status_code == 200
        assert "_auth_user_id" not in client.session

    def test_signing_out_is_a_post(self, as_, wanjiru):
        assert as_(wanjiru).get("/sign-out/").status_code == 405
        browser, copied = as_(wanjiru), Client()
        copied.cookies.update(browser.cookies)
        assert copied.get("/password/").status_code == 200
        assert browser.post("/sign-out/").status_code == 302
        assert copied.get("/password/").status_code == 302, "the session is over on the server, not only in the browser"

    @pytest.mark.parametrize("verb", ["get", "head", "options"])
    def test_signing_out_of_the_admin_is_a_post_too_and_nothing_else_changes_anything(self, as_, superuser, verb):
        browser = as_(superuser)
        refused = getattr(browser, verb)("/admin/logout/")
        assert refused.status_code == 405
        assert not refused.cookies
        assert browser.get("/password/").status_code == 200
        assert browser.post("/admin/logout/").status_code == 302
        assert browser.get("/password/").status_code == 302


class TestTheAdmin:
    def test_says_who_may_enter_to_those_who_may_not_and_leads_back(self, as_, wanjiru, site):
        answer = as_(wanjiru).get("/admin/pages/", follow=True)
        assert [url for url, _ in answer.redirect_chain] == ["/sign-in/?next=/admin/pages/"]
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "for people who write courses or look after accounts" in page
        assert f'href="{reverse("landing")}"' in page
        assert f'action="{reverse("sign-out")}"' in page
        assert "do not have permission" not in as_(wanjiru).get("/password/").content.decode()

    def test_says_so_too_after_signing_in_for_it(self, client, wanjiru, site):
        answer = client.post(
            "/sign-in/", {"username": "KE-20377", "password": PASSWORD, "next": "/admin/"}, follow=True
        )
        assert [url for url, _ in answer.redirect_chain] == ["/admin/", "/sign-in/?next=/admin/"]
        assert answer.status_code == 403

    def test_has_no_other_page_to_sign_in_at(self, client, as_, wanjiru, site):
        answer = client.get("/admin/login/?next=/admin/pages/")
        assert (answer.status_code, answer.url) == (302, "/sign-in/?next=/admin/pages/")
        posted = client.post("/admin/login/", {"username": "KE-20377", "password": PASSWORD})
        assert (posted.status_code, posted.url) == (302, "/sign-in/") and "sessionid" not in client.cookies
        for asked in ("/admin/questions/", "/admin/styleguide/"):
            answer = as_(wanjiru).get(asked, follow=True)
            assert answer.status_code == 403 and f'href="{reverse("landing")}"' in answer.content.decode()

    def test_lets_those_in_who_may(self, as_, superuser, site):
        assert as_(superuser).get("/sign-in/?next=/admin/").url == "/admin/"


class TestThrottling:
    @pytest.fixture(autouse=True)
    def few(self, settings):
        settings.AXES_FAILURE_LIMIT = 4
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 12

    def test_an_account_is_closed_for_a_while_from_whichever_address_and_in_whichever_case(self, client, wanjiru):
        for number, address in (
            ("KE-20377", "10.0.0.1"),
            ("ke-20377", "10.0.0.2"),
            (" Ke-20377", "10.0.0.3"),
            ("kE-20377", "10.0.0.4"),
        ):
            response = sign_in(client, number, "wrong", REMOTE_ADDR=address)
        assert response.status_code == 429
        assert response["Retry-After"] == "900"
        assert sign_in(client, "KE-20377", REMOTE_ADDR="10.0.0.5").status_code == 429

    def test_a_colleague_at_the_same_address_still_gets_in(self, client, wanjiru, abdi):
        for _ in range(4):
            sign_in(client, "KE-20377", "wrong")
        assert sign_in(client, "KE-20417").status_code == 302

    def test_an_address_that_tries_many_accounts_is_closed(self, client, wanjiru):
        for number in range(12):
            response = sign_in(client, f"KE-3{number:04}", "wrong")
        assert response.status_code == 429
        assert sign_in(client, "KE-20377").status_code == 429
        assert sign_in(client, "KE-20377", REMOTE_ADDR="10.0.0.9").status_code == 302

    def test_getting_in_forgives_only_the_account_that_got_in(self, client, wanjiru, abdi):
        for number in ("KE-20377", "KE-20417", "KE-20417"):
            sign_in(client, number, "wrong")
        sign_in(client, "KE-20377")
        assert list(AccessAttempt.objects.values_list("username", "failures_since_start")) == [(account_of(abdi), 2)]

    def test_keeps_no_password_that_was_tried(self, client, wanjiru):
        sign_in(client, "KE-20377", "nearly-my-password")
        assert AccessAttempt.objects.exists()
        assert [*places("nearly-my-password"), *cached("nearly-my-password")] == []


class TestPassword:
    def test_is_kept_as_argon2id_at_the_minimum_that_owasp_names(self, settings):
        settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
        kept = make_password("three quiet lakes")
        assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert check_password("three quiet lakes", kept)

    def test_is_changed_with_the_present_one_and_told_by_mail(
        self, client, wanjiru, django_capture_on_commit_callbacks
    ):
        wanjiru.email = "wanjiru@example.org"
        wanjiru.save()
        other = Client()
        for browser in (client, other):
            sign_in(browser, "KE-20377")
        new = "three quiet lakes"
        changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post("/password/", changed).status_code == 302
        told = [(sent.to, sent.subject) for sent in mail.outbox]
        assert told == [(["wanjiru@example.org"], "Your password was changed")]
        assert client.get("/password/").status_code == 200
        assert other.get("/password/").status_code == 302, "what was open on another device is signed out"
        assert sign_in(Client(), "KE-20377", new).status_code == 302

    def test_is_not_changed_without_it_and_not_into_one_that_is_easily_guessed(self, client, as_, wanjiru):
        wrong = as_(wanjiru).post(
            "/password/", {"old_password": "x", "new_password1": "ke-20377", "new_password2": "ke-20377"}
        )
        assert "The present password is wrong" in wrong.content.decode()
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(PASSWORD)

    def test_guessing_the_present_one_is_counted_as_at_signing_in(self, as_, client, wanjiru, settings):
        settings.AXES_FAILURE_LIMIT = 4
        browser, new = as_(wanjiru), "three quiet lakes"
        sent = {"new_password1": new, "new_password2": new}
        for number in range(4):
            refused = browser.post("/password/", {**sent, "old_password": f"guess {number}"})
        assert refused.status_code == 429
        assert browser.post("/password/", {**sent, "old_password": PASSWORD}).status_code == 429
        assert sign_in(client, "KE-20377").status_code == 429
        wanjiru.refresh_from_db()
        assert wanjiru.check_password(PASSWORD)

    def test_guesses_at_the_present_one_and_a_new_one_are_kept_nowhere(self, as_, wanjiru):
        browser = as_(wanjiru)
        for old in ("nearly-my-password", "nearly-mine-too"):
            browser.post(
                "/password/?q=nearly",
                {"old_password": old, "new_password1": "nearly-new", "new_password2": "nearly-new"},
            )
        [attempt] = AccessAttempt.objects.all()
        assert attempt.failures_since_start == 2
        assert [*places("nearly"), *cached("nearly")] == []


class TestAPasswordThatSomebodyElseKnows:
    @pytest.fixture
    def known(self, as_, wanjiru):
        wanjiru.password_given = True
        wanjiru.save()
        return as_(wanjiru)

    def test_opens_nothing_but_the_page_where_another_is_chosen(self, known):
        for path in ("/learn/", "/library/", "/", "/certificates/", "/admin/", "/x/quiz/exams/"):
            assert known.get(path).url == f"/password/?{urlencode({'next': path})}"
        assert (
            known.post("/learn/trafficking/trafficking-quiz/", {}).url
            == f"/password/?{urlencode({'next': reverse('landing')})}"
        )
        assert "knows it too" in known.get("/password/").content.decode()
        assert known.get("/health/").status_code != 302

    @pytest.mark.parametrize(
        ("wanted", "leads"), [("/library/", "/library/"), ("https://elsewhere.example/", "/start/")]
    )
    def test_is_the_last_thing_one_needs_it_for_and_leads_to_no_other_site(self, known, wanted, leads):
        new = "three quiet lakes"
        changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert known.post(f"/password/?next={wanted}", changed).url == leads
        assert known.get("/library/").status_code == 200
        assert "knows it too" not in known.get("/password/").content.decode()

    def test_is_no_password_of_ones_own(self, known, wanjiru):
        same = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
        assert "Choose another one" in known.post("/password/", same).content.decode()
        wanjiru.refresh_from_db()
        assert wanjiru.password_given

    def test_can_be_left_by_signing_out_and_read_in_ones_language(self, known):
        assert known.post("/language/", {"language": "fr", "next": "/password/"}).url == "/password/"
        assert "connaît aussi" in known.get("/password/").content.decode()
        assert known.post("/sign-out/").url == SIGN_IN


class TestLanguage:
    @pytest.fixture(autouse=True)
    def english_again(self):
        with override("en"):
            yield

    def test_is_kept_and_comes_back_on_another_device(self, as_, wanjiru):
        response = as_(wanjiru).post("/language/", {"language": "fr", "next": "/password/"})
        assert response.url == "/password/"
        wanjiru.refresh_from_db()
        assert wanjiru.language == "fr"
        other = Client()
        sign_in(other, "KE-20377")
        assert other.cookies["django_language"].value == "fr"
        assert '<html lang="fr"' in other.get("/password/").content.decode()

    def test_a_language_we_do_not_have_changes_nothing(self, as_, wanjiru):
        as_(wanjiru).post("/language/", {"language": "xx"})
        wanjiru.refresh_from_db()
        assert wanjiru.language == ""

    def test_needs_no_signing_in_and_no_get(self, client, db):
        assert client.post("/language/", {"language": "ar", "next": SIGN_IN}).cookies["django_language"].value == "ar"
        assert 'dir="rtl"' in client.get(SIGN_IN).content.decode()
        assert client.get("/language/").status_code == 405
