"""The security log has a line for each event that concerns the safety of accounts, without anything that was typed."""

import json
import logging

import pytest
import structlog
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from lms.people.administration.records import services
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.mail import links, password_reset
from lms.people.identity.mail.mails import NewAddress
from lms.people.identity.sign_in import own_address
from tests.conftest import PASSWORD

TYPED = "not-a-number-but-my-password"
NEW = "three quiet lakes"
CHANGES = ("password_changed", "e_mail_changed", "is_active_changed")


@pytest.fixture
def told(caplog, django_capture_on_commit_callbacks):
    """What was told of while something is done: `told(lambda: …)`, without times and ids of requests."""

    def tell(act) -> list[dict]:
        caplog.clear()
        structlog.contextvars.clear_contextvars()  # of a request in an earlier test
        with caplog.at_level("INFO", logger="mafunzo.security"), django_capture_on_commit_callbacks(execute=True):
            act()
        lines = [record.msg for record in caplog.records if record.name == "mafunzo.security"]
        return [
            {name: value for name, value in line.items() if name not in ("timestamp", "level", "logger")}
            for line in lines
        ]

    return tell


def sign_in(number: str, password: str = PASSWORD, **extra):
    return Client().post("/sign-in/", {"username": number, "password": password}, **extra)


def events(lines: list[dict]) -> list[str]:
    return [line["event"] for line in lines]


class TestSigningIn:
    def test_and_out_is_told_with_the_number_of_the_person_and_the_id_of_the_request(self, told, wanjiru):
        browser = Client()
        lines = told(
            lambda: browser.post(
                "/sign-in/", {"username": "KE-20377", "password": PASSWORD}, HTTP_X_REQUEST_ID="abcdef0123"
            )
        )
        [line] = lines
        assert (line["event"], line["person"], line["page"], line["request_id"]) == (
            "signed_in",
            wanjiru.pk,
            "sign-in",
            "abcdef0123",
        )
        assert [(line["event"], line["person"]) for line in told(lambda: browser.post("/sign-out/"))] == [
            ("signed_out", wanjiru.pk)
        ]

    def test_a_wrong_password_is_told_without_it(self, told, wanjiru):
        [line] = told(lambda: sign_in("KE-20377", TYPED))
        assert (line["event"], line["person"]) == ("password_wrong", wanjiru.pk)
        assert TYPED not in str(line)
        assert "KE-20377" not in str(line).upper()

    def test_what_was_typed_in_place_of_a_number_is_a_mark_that_is_the_same_for_the_same(self, told, wanjiru):
        first, again, other = (
            told(lambda number=number: sign_in(number))[0] for number in (TYPED, TYPED.upper(), "KE-9")
        )
        assert first["person"] is None
        assert first["account"] == again["account"] != other["account"]
        assert TYPED not in str(first).casefold()

    def test_the_client_s_address_is_a_mark_too(self, told, wanjiru):
        lines = [
            told(lambda address=address: sign_in("KE-9", REMOTE_ADDR=address))[0]
            for address in ("10.1.2.3", "10.1.2.3", "10.1.2.4")
        ]
        assert lines[0]["client"] == lines[1]["client"] != lines[2]["client"]
        assert "10.1.2" not in str(lines)

    def test_marks_cannot_be_found_without_the_key_of_the_site(self, told, wanjiru, settings):
        before = told(lambda: sign_in(TYPED))[0]["account"]
        settings.SECRET_KEY = "another-key"
        assert told(lambda: sign_in(TYPED))[0]["account"] != before

    def test_a_lockout_is_told_and_so_is_what_is_refused_while_it_lasts(self, told, wanjiru, settings):
        settings.AXES_FAILURE_LIMIT = 2
        assert events(told(lambda: sign_in("KE-20377", "wrong"))) == ["password_wrong"]
        assert events(told(lambda: sign_in("KE-20377", "wrong"))) == ["locked_out", "password_wrong", "refused"]
        assert events(told(lambda: sign_in("KE-20377"))) == ["locked_out", "password_wrong", "refused"]

    def test_guessing_the_present_password_is_told_with_the_page(self, told, as_, wanjiru):
        browser = as_(wanjiru)
        [line] = told(
            lambda: browser.post("/password/", {"old_password": TYPED, "new_password1": NEW, "new_password2": NEW})
        )
        assert (line["event"], line["page"], line["user"]) == ("password_wrong", "password", wanjiru.pk)
        assert TYPED not in str(line)


class TestRefusals:
    def test_of_what_is_not_theirs_are_told_of_somebody_signed_in(self, told, as_, stranger, academy):
        browser = as_(stranger)
        [line] = told(lambda: browser.get(reverse("teach:cohort", args=[1])))
        assert (line["event"], line["status"], line["page"], line["user"]) == (
            "refused",
            404,
            "teach:cohort",
            stranger.pk,
        )

    def test_of_the_admin_and_of_a_form_without_its_token(self, told, as_, wanjiru, site):
        assert [
            (line["status"], line["page"])
            for line in told(lambda: as_(wanjiru).get("/sign-in/?next=/admin/"))
            if line["event"] == "refused"
        ] == [(403, "sign-in")]
        [line] = told(lambda: Client(enforce_csrf_checks=True).post("/password/"))
        assert (line["event"], line["status"], line["user"]) == ("refused", 403, None)

    def test_a_mistyped_address_is_no_refusal(self, told, as_, wanjiru, site):
        browser = as_(wanjiru)
        assert told(lambda: browser.get("/no/such/page/")) == []
        assert told(lambda: Client().get("/no/such/page/")) == []

    def test_of_too_many_links(self, told, db, settings):
        settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 0
        lines = told(lambda: Client().post("/password/forgotten/", {"address": "a@example.org"}))
        assert [(line["event"], line["status"]) for line in lines] == [("refused", 429)]


class TestAccounts:
    def test_a_new_password_is_told_of_with_who_knows_it(self, told, as_, wanjiru, superuser):
        browser = as_(wanjiru)
        sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        [line] = told(lambda: browser.post("/password/", sent))
        assert (line["event"], line["person"], line["user"], line["known_to_others"]) == (
            "password_changed",
            wanjiru.pk,
            wanjiru.pk,
            False,
        )

    def test_a_new_password_and_another_address_say_who_gave_them(self, told, as_, superuser, wanjiru):
        browser = as_(superuser)
        data = {
            "service_number": wanjiru.service_number,
            "name": wanjiru.name,
            "sex": "F",
            "rank": "",
            "role_family": "police",
            "email": "w@example.org",
        }

        def change() -> None:
            browser.post(reverse("academy:sign-in-person", args=[wanjiru.pk]), {"give": "password"})
            browser.post(reverse("academy:person-correct", args=[wanjiru.pk]), data)
            browser.post(reverse("academy:person-account", args=[wanjiru.pk]), {"may": "no"})

        lines = [line for line in told(change) if line["event"] in CHANGES]
        assert [(line["event"], line["person"], line["user"]) for line in lines] == [
            ("password_changed", wanjiru.pk, superuser.pk),
            ("e_mail_changed", wanjiru.pk, superuser.pk),
            ("is_active_changed", wanjiru.pk, superuser.pk),
        ]
        assert lines[0]["known_to_others"] is True
        assert "example.org" not in str(lines)

    def test_a_link_is_told_of_from_asking_to_the_new_password(self, told, wanjiru):
        wanjiru.email = "wanjiru@example.org"
        wanjiru.save()
        asked = told(lambda: Client().post("/password/forgotten/", {"address": wanjiru.email}))
        assert events(asked) == ["password_link_asked", "password_link_made"]
        token = links.of_passwords.make_token(wanjiru)
        changed = told(lambda: password_reset.choose(person=wanjiru, token=token, password=NEW, now=timezone.now()))
        assert [(line["event"], line["person"]) for line in changed] == [("password_changed", wanjiru.pk)]
        assert "example.org" not in str(asked + changed)
        assert token not in str(asked + changed)

    def test_an_address_is_told_of_when_it_is_asked_for_and_when_it_counts(self, told, wanjiru):
        now = timezone.now()
        assert events(told(lambda: own_address.ask(person=wanjiru, address="kamau@example.org", now=now))) == [
            "e_mail_asked"
        ]
        token = links.of_addresses.make_token(NewAddress.objects.select_related("person").get())
        assert events(told(lambda: own_address.confirm(person=wanjiru, token=token, now=now))) == ["e_mail_changed"]

    def test_a_superuser_and_an_account_that_is_closed_one_or_many(self, told, as_, superuser, site, wanjiru, abdi):
        assert events(told(lambda: User.objects.create_superuser("root-2", NEW, name="Second"))) == ["superuser_made"]
        wanjiru.is_superuser = True
        [line] = told(wanjiru.save)
        assert (line["event"], line["to"]) == ("is_superuser_changed", True)
        browser = as_(superuser)

        def close() -> None:
            for person in (wanjiru, abdi):
                browser.post(reverse("academy:person-account", args=[person.pk]), {"may": "no"})

        lines = told(close)
        assert [(line["event"], line["person"], line["to"], line["user"]) for line in lines] == [
            ("is_active_changed", person.pk, False, superuser.pk) for person in (wanjiru, abdi)
        ]

    def test_the_same_password_hashed_anew_is_no_new_one(self, told, wanjiru, settings):
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.MD5PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ]
        User.objects.filter(pk=wanjiru.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
        assert events(told(lambda: sign_in("KE-20377"))) == ["signed_in"]
        wanjiru.refresh_from_db()
        assert wanjiru.password.startswith("md5")

    def test_nothing_is_told_of_what_did_not_come_about(self, told, wanjiru):
        from django.db import transaction

        def taken_back():
            with transaction.atomic():
                wanjiru.is_superuser = True
                wanjiru.save()
                transaction.set_rollback(True)

        assert told(taken_back) == []

    def test_signing_in_asks_nothing_more_of_the_database_for_it(self, told, wanjiru, django_assert_num_queries):
        wanjiru.last_login = timezone.now()
        with django_assert_num_queries(1):
            wanjiru.save(update_fields=["last_login"])


class TestRights:
    def test_roles_are_told_of_when_they_are_given_changed_and_taken(self, told, abdi, academy):
        given = told(lambda: services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR))
        assert given == [{"event": "role_given", "person": abdi.pk, "role": "instructor", "institution": academy.pk}]
        assert told(lambda: services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)) == [], (
            "given again, nothing changes"
        )
        membership = abdi.memberships.get()
        membership.role = Role.COORDINATOR
        assert [(line["event"], line["role"]) for line in told(membership.save)] == [("role_changed", "coordinator")]
        assert [(line["event"], line["role"]) for line in told(membership.delete)] == [("role_taken", "coordinator")]

    def test_groups_from_either_side(self, told, abdi, wanjiru):
        group = Group.objects.create(name="Some")
        assert told(lambda: abdi.groups.add(group)) == [
            {"event": "group_given", "people": [abdi.pk], "groups": [group.pk]}
        ]
        assert told(lambda: group.user_set.add(wanjiru)) == [
            {"event": "group_given", "people": [wanjiru.pk], "groups": [group.pk]}
        ]
        assert told(lambda: abdi.groups.remove(group)) == [
            {"event": "group_taken", "people": [abdi.pk], "groups": [group.pk]}
        ]
        assert told(lambda: wanjiru.groups.clear()) == [
            {"event": "group_all_taken", "people": [wanjiru.pk], "groups": []}
        ]

    def test_permissions_of_people_of_groups_and_in_the_tree_of_pages(self, told, abdi, site):
        group, permission = Group.objects.create(name="Some"), Permission.objects.get(codename="add_user")
        assert told(lambda: abdi.user_permissions.add(permission)) == [
            {"event": "permission_given", "people": [abdi.pk], "permissions": [permission.pk]}
        ]
        assert told(lambda: group.permissions.set([permission])) == [
            {"event": "permission_given", "groups": [group.pk], "permissions": [permission.pk]}
        ]
        change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
        [line] = told(lambda: GroupPagePermission.objects.create(group=group, page=site, permission=change))
        assert line == {"event": "permission_given", "groups": [group.pk], "permissions": [change.pk], "page": site.pk}
        [line] = told(lambda: GroupPagePermission.objects.get(group=group).delete())
        assert line["event"] == "permission_taken"


def test_a_line_is_json_and_names_the_log():
    from lms.settings.logs import structured

    formatter = dict(structured(json=True, level="WARNING", security="INFO")["formatters"]["structured"])
    written = formatter.pop("()")(**formatter).format(
        logging.LogRecord("mafunzo.security", logging.INFO, "", 0, "signed_in", (), None)
    )
    assert json.loads(written)["logger"] == "mafunzo.security"


def test_in_production_these_lines_are_written_whatever_the_level_of_the_others():
    from lms.settings.logs import structured

    assert structured(json=True, level="ERROR", security="INFO")["loggers"]["mafunzo.security"]["level"] == "INFO"
