"""Another e-mail address: asked for with the present password, told to the old one, confirmed by the new one."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.mail.mails import Kind, Mail, NewAddress
from lms.people.identity.sign_in import own_address
from tests.conftest import PASSWORD, make_person

PAGE = "/e-mail/"
OLD, NEW = "wanjiru@example.org", "kamau@example.org"


@pytest.fixture
def wanjiru(wanjiru):
    wanjiru.email = OLD
    wanjiru.save()
    return wanjiru


@pytest.fixture
def asking(as_, wanjiru, django_capture_on_commit_callbacks):
    def ask(person=wanjiru, address: str = NEW, password: str = PASSWORD, browser=None, **extra):
        with django_capture_on_commit_callbacks(execute=True):
            return (browser or as_(person)).post(PAGE, {"address": address, "password": password}, **extra)

    return ask


@pytest.fixture
def link(asking) -> str:
    asking()
    [sent] = [message for message in mail.outbox if message.to == [NEW]]
    mail.outbox.clear()
    return urlsplit(re.search(r"http\S+", sent.body)[0]).path


def address_of(person) -> str:
    person.refresh_from_db()
    return person.email


class TestAsking:
    def test_sends_a_link_to_the_new_address_and_a_warning_to_the_old_one(self, asking, as_, wanjiru):
        assert asking().url == PAGE
        assert sorted((sent.to[0], sent.subject) for sent in mail.outbox) == [
            (NEW, "Confirm your e-mail address"),
            (OLD, "Another e-mail address was asked for"),
        ]
        assert address_of(wanjiru) == OLD, "nothing counts before it is confirmed"
        assert NEW in as_(wanjiru).get(PAGE).content.decode()

    def test_is_possible_for_somebody_who_has_none(self, asking, abdi):
        asking(person=abdi)
        assert [sent.to for sent in mail.outbox] == [[NEW]]

    @pytest.mark.parametrize("password", ["", "wrong"])
    def test_needs_the_present_password(self, asking, wanjiru, password):
        page = asking(password=password)
        assert page.status_code == 200
        assert "error-summary" in page.content.decode()
        assert mail.outbox == []
        assert not NewAddress.objects.exists()

    def test_guessing_the_password_is_counted_as_at_signing_in(self, asking, as_, client, wanjiru, settings):
        settings.AXES_FAILURE_LIMIT = 4
        browser = as_(wanjiru)
        for _try in range(4):
            refused = asking(browser=browser, password="wrong")
        assert refused.status_code == 429
        assert asking(browser=browser).status_code == 429, "also with the right one, for a while"
        assert client.post("/sign-in/", {"username": "KE-20377", "password": PASSWORD}).status_code == 429
        assert mail.outbox == []

    def test_no_password_that_was_tried_is_kept_and_the_right_one_forgives(self, asking, as_, wanjiru):
        browser = as_(wanjiru)
        for password in ("nearly-my-password", "nearly-mine-too"):
            asking(browser=browser, password=password)
        [attempt] = AccessAttempt.objects.all()
        assert attempt.failures_since_start == 2
        assert (attempt.get_data, attempt.post_data) == ("", "")
        asking(browser=browser)
        assert AccessAttempt.objects.count() == 0

    def test_too_often_is_refused(self, asking, wanjiru):
        for number in range(own_address.MOST + 2):
            answer = asking(address=f"stranger{number}@example.org")
        assert "Wait an hour" in answer.content.decode()
        assert Mail.objects.filter(kind=Kind.CONFIRM).count() == own_address.MOST

    @pytest.mark.parametrize("address", ["", "no address", OLD, "a@example.org\r\nBcc: b@example.org"])
    def test_what_is_no_other_address_is_told(self, asking, address):
        assert "error-summary" in asking(address=address).content.decode()
        assert mail.outbox == []

    def test_speaks_the_language_of_the_person(self, asking, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(language="fr")
        asking()
        assert set(Mail.objects.values_list("language", flat=True)) == {"fr"}
        with override("fr"):
            subjects = {gettext("Confirm your e-mail address"), gettext("Another e-mail address was asked for")}
        assert {sent.subject for sent in mail.outbox} == subjects

    def test_costs_a_fixed_number_of_statements(self, asking, as_, wanjiru, django_assert_num_queries):
        browser = as_(wanjiru)
        for _number in range(3):
            Mail.objects.create(
                kind=Kind.PASSWORD, person=wanjiru, recipient=OLD, made_at=timezone.now(), next_at=timezone.now()
            )
        with django_assert_num_queries(2):  # who it is, what waits
            browser.get(PAGE)


class TestConfirming:
    def test_the_link_shows_the_address_and_the_button_makes_it_count_once_and_tells_the_old_one(
        self, link, as_, wanjiru, django_capture_on_commit_callbacks
    ):
        browser = as_(wanjiru)
        page = browser.get(link).content.decode()
        assert NEW in page
        assert address_of(wanjiru) == OLD, "a mail program that looks at links confirms nothing"
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.post(link).url == PAGE
        assert address_of(wanjiru) == NEW
        assert not NewAddress.objects.exists()
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [([OLD], "Your e-mail address was changed")]
        User.objects.filter(pk=wanjiru.pk).update(email=OLD)
        assert as_(wanjiru).post(link).status_code == 404
        assert address_of(wanjiru) == OLD

    def test_is_for_the_account_that_asked_alone(self, link, asking, as_, abdi, wanjiru, client):
        """Whoever has the mailbox that somebody typed by mistake must not get their account by it."""
        assert as_(abdi).post(link).status_code == 404
        asking(person=abdi, address="abdi@example.org")
        assert as_(abdi).get(link).status_code == 404
        assert as_(abdi).post(link).status_code == 404
        assert client.post(link).url.startswith("/sign-in/")
        assert (address_of(wanjiru), address_of(abdi)) == (OLD, "")

    def test_is_void_when_another_address_was_asked_for(self, link, asking, as_, wanjiru):
        asking(address="third@example.org")
        assert as_(wanjiru).post(link).status_code == 404
        assert address_of(wanjiru) == OLD

    @pytest.mark.parametrize("change", [{"password": "other"}, {"email": "third@example.org"}])
    def test_is_void_when_the_password_or_the_address_is_another(self, link, as_, wanjiru, change):
        if "password" in change:
            wanjiru.set_password("three quiet lakes")
            wanjiru.save()
        else:
            User.objects.filter(pk=wanjiru.pk).update(**change)
        assert as_(wanjiru).post(link).status_code == 404

    def test_is_void_after_an_hour(self, link, as_, wanjiru):
        import time_machine

        with time_machine.travel((timezone.now() + timedelta(minutes=59)).timestamp()):
            assert as_(wanjiru).get(link).status_code == 200
        with time_machine.travel((timezone.now() + timedelta(minutes=61)).timestamp()):
            assert as_(wanjiru).post(link).status_code == 404
        assert address_of(wanjiru) == OLD

    def test_a_mail_for_an_address_that_nobody_wants_any_more_is_not_sent(
        self, wanjiru, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            own_address.ask(person=wanjiru, address=NEW, now=timezone.now())
            own_address.ask(person=wanjiru, address="third@example.org", now=timezone.now())
        assert [sent.to for sent in mail.outbox if sent.subject.startswith("Confirm")] == [["third@example.org"]]


class TestTheAdmin:
    ACCOUNT = "/admin/account/"

    @pytest.fixture
    def admin(self, as_, superuser, site):
        superuser.email = OLD
        superuser.save()
        return as_(superuser)

    def test_the_page_of_ones_own_account_changes_neither_address_nor_password(self, admin, superuser):
        page = admin.get(self.ACCOUNT).content.decode()
        assert "name_email-email" not in page
        assert "password-new_password1" not in page
        assert f'href="{PAGE}"' in page
        assert f'href="{reverse("password")}"' in page
        before = User.objects.filter(pk=superuser.pk).values().get()
        sent = {
            "name_email-first_name": "A",
            "name_email-last_name": "B",
            "name_email-email": NEW,
            "password-old_password": PASSWORD,
            "password-new_password1": "three quiet lakes",
            "password-new_password2": "three quiet lakes",
            "locale-preferred_language": "fr",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        }
        assert admin.post(self.ACCOUNT, sent).status_code == 302
        assert User.objects.filter(pk=superuser.pk).values().get() == before
        superuser.refresh_from_db()
        assert superuser.wagtail_userprofile.preferred_language == "fr", "what is left of it works"

    def data(self, person, **changes):
        return {
            "service_number": person.service_number,
            "name": person.name,
            "sex": person.sex,
            "rank": person.rank,
            "role_family": "police",
            "email": person.email,
            **changes,
        }

    def test_somebody_elses_new_address_is_told_to_the_old_one(
        self, admin, wanjiru, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(correcting(wanjiru), self.data(wanjiru, email=NEW))
        assert address_of(wanjiru) == NEW
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [([OLD], "Your e-mail address was changed")]

    def test_also_where_it_is_taken_away_and_by_an_administrator(
        self, wanjiru, academy, as_, django_capture_on_commit_callbacks
    ):
        manager = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
        with django_capture_on_commit_callbacks(execute=True):
            as_(manager).post(correcting(wanjiru), self.data(wanjiru, email=""))
        assert address_of(wanjiru) == ""
        assert [sent.to for sent in mail.outbox] == [[OLD]]

    def test_a_password_that_is_made_for_somebody_is_told(self, admin, wanjiru, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(reverse("academy:sign-in-person", args=[wanjiru.pk]), {"give": "password"})
        assert [sent.to for sent in mail.outbox] == [[OLD]]

    def test_nothing_is_told_where_neither_changes(self, admin, wanjiru):
        admin.post(correcting(wanjiru), self.data(wanjiru, rank="Sergeant"))
        wanjiru.refresh_from_db()
        assert wanjiru.rank == "Sergeant"
        assert not Mail.objects.exists()


def correcting(person) -> str:
    return reverse("academy:person-correct", args=[person.pk])
