"""One's own e-mail address in Wagtail's admin."""

import pytest
from django.core import mail
from django.urls import reverse

from lms.people.choices import Role
from lms.people.mails import Mail
from lms.people.models import User
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

    def test_is_closed_to_those_who_may_not_enter_the_admin(self, as_, wanjiru, site, client):
        assert as_(wanjiru).get(self.ACCOUNT).status_code == 302
        assert client.get(self.ACCOUNT).status_code == 302

    def data(self, person, **changes):
        return {
            "service_number": person.service_number,
            "name": person.name,
            "sex": person.sex,
            "rank": person.rank,
            "role_family": "police",
            "institution": person.institution_id or "",
            "language": "",
            "email": person.email,
            "phone": "",
            "is_active": "on",
            **changes,
        }

    def test_somebody_elses_new_address_is_told_to_the_old_one(
        self, admin, wanjiru, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(reverse("wagtailusers_users:edit", args=[wanjiru.pk]), self.data(wanjiru, email=NEW))
        assert address_of(wanjiru) == NEW
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [([OLD], "Your e-mail address was changed")]

    def test_also_where_it_is_taken_away_and_by_a_manager_of_people(
        self, wanjiru, academy, as_, site, django_capture_on_commit_callbacks
    ):
        from django.contrib.auth.models import Group, Permission

        group = Group.objects.create(name="Managers of people")
        group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user"]))
        manager = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
        manager.groups.add(group)
        with django_capture_on_commit_callbacks(execute=True):
            as_(manager).post(reverse("wagtailusers_users:edit", args=[wanjiru.pk]), self.data(wanjiru, email=""))
        assert address_of(wanjiru) == ""
        assert [sent.to for sent in mail.outbox] == [[OLD]]

    def test_a_password_that_is_set_for_somebody_is_told(self, admin, wanjiru, django_capture_on_commit_callbacks):
        new = {"password1": "three quiet lakes", "password2": "three quiet lakes"}
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(reverse("wagtailusers_users:edit", args=[wanjiru.pk]), self.data(wanjiru, **new))
        assert [(sent.to, sent.subject) for sent in mail.outbox] == [([OLD], "Your password was changed")]

    def test_nothing_is_told_where_neither_changes(self, admin, wanjiru):
        admin.post(reverse("wagtailusers_users:edit", args=[wanjiru.pk]), self.data(wanjiru, rank="Sergeant"))
        assert not Mail.objects.exists()

    def test_ones_own_address_is_not_changed_there(self, admin, superuser):
        path = reverse("wagtailusers_users:edit", args=[superuser.pk])
        assert "E-mail address" in admin.get(path).content.decode()
        admin.post(path, self.data(superuser, name="Root Two", email=NEW, is_superuser="on"))
        superuser.refresh_from_db()
        assert (superuser.name, superuser.email) == ("Root Two", OLD)
