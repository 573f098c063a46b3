"""One's own e-mail address in Wagtail's admin, and that of others where administrators correct it."""

import pytest
from django.core import mail
from django.urls import reverse

from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.mail.mails import Mail
from tests.conftest import PASSWORD, make_person

from .test_own_address import NEW, OLD, PAGE, address_of, wanjiru  # noqa: F401


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
