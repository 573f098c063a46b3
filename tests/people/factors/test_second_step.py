"""Signing in with a second factor: an app on the phone, or a recovery code."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth import authenticate, login
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.identity.factors import services
from lms.people.identity.factors.totp import step_of
from lms.people.identity.protection.throttling import account_of
from lms.people.identity.sessions.backends import ServiceNumberBackend
from lms.people.identity.sessions.factor_holders import has_factor
from lms.people.identity.sessions.models import Session, stored_key
from tests.conftest import PASSWORD
from tests.privacy.searching import cached, places

from . import phone as phones


@pytest.fixture
def phone(as_, omar):
    return phones.set_up(as_(omar))[0]


@pytest.fixture
def codes(as_, omar):
    return phones.set_up(as_(omar))[1]


def is_signed_in(client) -> bool:
    return client.get("/teach/").status_code == 200 and "_auth_user_id" in client.session


class TestTheSecondStep:
    def test_comes_after_the_password_and_leads_to_what_was_wanted(self, client, omar, phone):
        first = phones.password(client, omar, "/teach/")
        assert first.url == reverse("second-step")
        assert not is_signed_in(client)

        second = phones.code(client, phone.code())

        assert second.url == "/teach/"
        assert is_signed_in(client)

    def test_is_not_asked_of_whoever_has_no_factor(self, client, wanjiru):
        assert phones.password(client, wanjiru).url == reverse("landing")

    def test_costs_whoever_has_none_no_statement(self, rf, wanjiru, django_assert_num_queries):
        person = ServiceNumberBackend().authenticate(rf.post("/"), "KE-20377", PASSWORD)
        with django_assert_num_queries(0):
            assert not has_factor(person)

    def test_is_nothing_without_the_first(self, client, omar, phone):
        assert client.get("/sign-in/second/").url == reverse("sign-in")
        assert phones.code(client, phone.code()).url == reverse("sign-in")
        assert not is_signed_in(client)

    def test_takes_a_code_with_a_space_in_it(self, client, omar, phone):
        phones.password(client, omar)
        digits = phone.code()

        phones.code(client, f"{digits[:3]} {digits[3:]}")

        assert is_signed_in(client)

    @pytest.mark.parametrize("zero", ["٠", "۰"])
    def test_takes_the_digits_of_another_script(self, client, omar, phone, zero):
        phones.password(client, omar)
        phones.code(client, "".join(chr(ord(zero) + int(digit)) for digit in phone.code()))
        assert is_signed_in(client)

    def test_before_it_nothing_opens_and_the_session_is_nobody_s(self, client, omar, phone):
        phones.password(client, omar)
        for path in ("/teach/", "/learn/", "/password/", "/account/factors/", "/admin/", "/academy/log/"):
            assert client.get(path).url.startswith("/sign-in/")
        assert Session.objects.get(session_key=stored_key(client.session.session_key)).user is None

    def test_each_step_goes_on_under_another_key(self, client, omar, phone):
        client.get("/sign-in/")
        phones.password(client, omar)
        between = client.session.session_key
        phones.code(client, phone.code())
        assert client.session.session_key != between
        assert not Session.objects.filter(session_key=stored_key(between)).exists()

    def test_is_void_after_ten_minutes(self, client, omar, phone):
        phones.password(client, omar)
        with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
            assert phones.code(client, phone.code()).url == reverse("sign-in")
        assert not is_signed_in(client)

    @pytest.mark.parametrize("change", [{"password": "another"}, {"is_active": False}])
    def test_is_void_once_the_password_is_another_one_or_the_account_closed(self, client, omar, phone, change):
        phones.password(client, omar)
        User.objects.filter(pk=omar.pk).update(**change)
        assert phones.code(client, phone.code()).url == reverse("sign-in")

    def test_the_page_speaks_the_language_of_the_person(self, client, omar, phone):
        omar.language = "fr"
        omar.save()
        phones.password(client, omar)
        assert '<html lang="fr"' in client.get("/sign-in/second/").content.decode()


class TestCodes:
    def test_a_code_before_a_used_one_is_refused(self, omar, phone):
        now = timezone.now()
        assert services.take_code(person=omar, code=phone.code(now), now=now)
        assert not services.take_code(person=omar, code=phone.code(now, later=-1), now=now)
        assert services.take_code(person=omar, code=phone.code(now, later=1), now=now)

    def test_those_beside_the_present_one_count_and_no_others(self, phone, now):
        counts = [
            step_of(phone.code(now, later=steps), secret=phone.secret, now=now) is not None for steps in range(-2, 3)
        ]
        assert counts == [False, True, True, True, False]

    @pytest.mark.parametrize("typed", ["", "000 000 0", "Ａ１２", "١٢٣٤٥٦", "\0" * 6, "1" * 400])
    def test_what_is_none_is_refused(self, client, omar, phone, typed):
        phones.password(client, omar)
        assert phones.code(client, typed).status_code == 200
        assert not is_signed_in(client)

    def test_that_of_somebody_else_is_none(self, client, as_, omar, phone, neighbour):
        of_neighbour, _codes = phones.set_up(as_(neighbour))
        phones.password(client, omar)
        phones.code(client, of_neighbour.code())
        assert not is_signed_in(client)

    def test_wrong_ones_count_as_wrong_passwords_do(self, client, omar, phone, settings):
        phones.password(client, omar)
        answers = [phones.code(client, "000000").status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
        assert answers[-1] == 429
        assert phones.code(client, phone.code()).status_code == 429
        assert phones.password(Client(), omar).status_code == 429
        assert AccessAttempt.objects.get().username == account_of(omar)

    def test_no_code_that_was_tried_is_kept(self, client, omar, phone):
        phones.password(client, omar)
        phones.code(client, "918273")
        assert "918273" not in str(AccessAttempt.objects.values().get())
        assert AuditEntry.objects.filter(action="code_wrong", person=omar.pk).exists()

    def test_is_not_taken_with_a_key_that_is_gone(self, client, omar, phone, settings):
        settings.SECRET_KEY = "another"
        assert not services.take_code(person=omar, code=phone.code(), now=timezone.now())


class TestRecoveryCodes:
    def test_there_are_ten_and_each_signs_in_once(self, client, omar, codes):
        assert len(set(codes)) == 10
        phones.password(client, omar)
        phones.code(client, f"{codes[0][:4]} {codes[0][4:]}")
        assert is_signed_in(client)
        assert AuditEntry.objects.filter(action="recovery_code_used", person=omar.pk).count() == 1

        other = Client()
        phones.password(other, omar)
        phones.code(other, codes[0])

        assert not is_signed_in(other)

    def test_new_ones_take_the_place_of_the_earlier(self, client, as_, omar, codes):
        answer = as_confirmed(client, omar, codes[0]).post("/account/factors/codes/")
        assert answer.status_code == 200
        assert codes[1] not in answer.content.decode()
        assert not services.take_code(person=omar, code=codes[1], now=timezone.now())


def as_confirmed(client, person, code):
    """Signed in with both steps just now."""
    phones.password(client, person)
    phones.code(client, code)
    return client


def test_nothing_signs_somebody_with_a_factor_in_without_it(omar, phone, rf):
    """Whatever other way in there is, or comes with a plugin."""
    client = Client()
    with pytest.raises(PermissionDenied):
        client.force_login(omar, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    request = RequestFactory().post("/")
    request.session = client.session
    assert authenticate(request, username="KE-100", one_time_password="") is None
    with pytest.raises(PermissionDenied):
        login(request, omar, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    assert "_auth_user_id" not in request.session


class TestSettingUp:
    def test_tells_the_person_by_mail(self, as_, omar, mailoutbox, django_capture_on_commit_callbacks):
        omar.email = "omar@example.org"
        omar.save()
        with django_capture_on_commit_callbacks(execute=True):
            phones.set_up(as_(omar))
        assert [mail.subject for mail in mailoutbox] == ["Your second factor was changed"]

    def test_needs_a_code_that_the_app_shows(self, as_, omar):
        browser = as_(omar)
        page = browser.get("/account/factors/app/").content.decode()
        carried = page.split('name="secret" value="')[1].split('"')[0]
        answer = browser.post("/account/factors/app/", {"secret": carried, "code": "000000"})
        assert "does not fit" in answer.content.decode()
        assert carried in answer.content.decode(), "the picture stays the same"
        assert not Authenticator.objects.exists()

    def test_takes_no_secret_that_was_offered_to_somebody_else(self, as_, omar, neighbour):
        page = as_(neighbour).get("/account/factors/app/").content.decode()
        carried = page.split('name="secret" value="')[1].split('"')[0]
        for secret in (carried, "made up", ""):
            assert as_(omar).post("/account/factors/app/", {"secret": secret, "code": "1"}).status_code == 302
        assert not Authenticator.objects.exists()

    def test_secrets_stand_in_no_row(self, as_, omar):
        phone, codes = phones.set_up(as_(omar))
        assert [*places(phone.secret, *codes), *cached(phone.secret, *codes)] == []

    def test_a_second_app_is_none(self, as_, omar):
        browser = as_(omar)
        phones.set_up(browser)
        phones.set_up_again(browser)
        assert Authenticator.objects.filter(type="totp").count() == 1

    def test_the_last_one_goes_with_its_codes_and_is_asked_no_more(self, as_, omar, client):
        browser = as_(omar)
        phones.set_up(browser)
        assert browser.post(f"/account/factors/{Authenticator.objects.get(type='totp').pk}/remove/").status_code == 302
        assert not Authenticator.objects.exists()
        assert phones.password(client, omar).url == reverse("landing")

    def test_nobody_removes_another_s(self, as_, omar, neighbour):
        phones.set_up(as_(omar))
        pk = Authenticator.objects.get(type="totp").pk
        assert as_(neighbour).post(f"/account/factors/{pk}/remove/").status_code == 404
        assert Authenticator.objects.filter(pk=pk).exists()

    def test_says_what_there_is(self, as_, omar):
        browser = as_(omar)
        assert "Set up an app" in browser.get("/account/factors/").content.decode()
        phones.set_up(browser)
        page = browser.get("/account/factors/").content.decode()
        assert "Codes that are left: 10." in page
        assert "Remove the app" in page
