"""Signing in through the provider of one's institution, and whom it signs in."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from lms.people.administration.records import services as people
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.models import User
from lms.people.identity.factors import services as factors
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.providers.models import SignOn
from lms.people.identity.sessions.models import Session
from lms.people.identity.sso import institution_choices, services
from tests.conftest import create_institution, make_person
from tests.people.factors import phone as phones

from .conftest import go, set_up, there_and_back

UNKNOWN = "No account here can be opened with this sign-in."


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def refused(client, answer, sentence: str) -> None:
    assert answer.status_code in (403, 503)
    assert sentence in answer.content.decode()
    assert not is_signed_in(client)


class TestSigningOn:
    def test_signs_in_whom_the_provider_calls_by_number(self, client, provider, sign_on, wanjiru, academy):
        answer = there_and_back(client, provider, wanted="/learn/?a=1")

        assert (answer.status_code, answer.url) == (302, "/learn/?a=1")
        assert client.get("/learn/").status_code == 200
        assert Session.objects.get(user=wanjiru).began_at
        signed_on = AuditEntry.objects.get(action="signed_on")
        assert (signed_on.person_id, signed_on.institution_id, signed_on.data) == (
            wanjiru.pk,
            academy.pk,
            {"at": academy.pk},
        )
        assert AuditEntry.objects.filter(action="signed_in", person_id=wanjiru.pk).count() == 1

    def test_asks_as_the_standard_says(self, client, sign_on):
        asks = {name: values[0] for name, values in parse_qs(urlsplit(go(client)).query).items()}
        assert asks["redirect_uri"] == "http://testserver/sign-on/mlima-police-academy/return/"
        assert (asks["response_type"], asks["code_challenge_method"]) == ("code", "S256")
        assert min(len(asks["state"]), len(asks["nonce"]), len(asks["code_challenge"])) >= 32

    @pytest.mark.parametrize("number", ["ke-20377", " KE-20377 ", ["KE-20377"]])
    def test_the_number_may_be_written_otherwise(self, client, provider, sign_on, wanjiru, number):
        provider.person["preferred_username"] = number
        assert there_and_back(client, provider).status_code == 302
        assert is_signed_in(client)

    def test_the_number_may_stand_at_the_userinfo_endpoint_but_not_where_that_speaks_of_somebody_else(
        self, client, provider, sign_on, wanjiru
    ):
        del provider.person["preferred_username"]
        provider.more = {"preferred_username": "KE-20377"}
        assert there_and_back(Client(), provider).status_code == 302
        provider.more["sub"] = "2"
        refused(client, there_and_back(client, provider), "cannot be checked")

    def test_a_password_that_somebody_gave_is_not_asked_to_be_changed(self, client, provider, sign_on, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(password_given=True)
        there_and_back(client, provider)
        assert client.get("/learn/").status_code == 200
        other = Client()
        other.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert other.get("/learn/").url.startswith("/password/")

    def test_a_second_factor_is_still_asked(self, client, provider, sign_on, omar):
        phone, now = phones.Phone(new_secret()), timezone.now()
        factors.add_app(person=omar, secret=phone.secret, code=phone.code(now, later=-1), now=now)
        provider.person["preferred_username"] = "KE-100"
        User.objects.filter(pk=omar.pk).update(password_given=True)

        assert there_and_back(client, provider, wanted="/teach/").url == "/sign-in/second/"
        assert not is_signed_in(client)
        assert phones.code(client, phone.code()).url == "/teach/"
        assert client.get("/teach/").status_code == 200

    def test_two_tabs_do_not_disturb_one_another(self, client, provider, sign_on, wanjiru):
        first, second = go(client, wanted="/learn/"), go(client, wanted="/library/")
        back = provider.sign_in(first), provider.sign_in(second)
        assert client.get(back[1]).url == "/library/"
        assert client.get(back[0]).url == "/learn/"
        assert Session.objects.filter(user=wanjiru).count() == 1

    def test_whoever_is_signed_in_stays_who_they_are(self, client, provider, sign_on, wanjiru, abdi):
        back = provider.sign_in(go(client))
        client.force_login(abdi, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        client.get(back)
        assert client.session["_auth_user_id"] == str(abdi.pk)

    def test_signing_out_is_of_here(self, client, provider, sign_on, wanjiru):
        there_and_back(client, provider)
        assert client.post("/sign-out/").url == "/sign-in/"
        assert not Session.objects.filter(user=wanjiru).exists()

    def test_failures_do_not_count_as_wrong_passwords(self, client, provider, sign_on, wanjiru):
        provider.person["preferred_username"] = "KE-nobody"
        there_and_back(client, provider)
        assert not AccessAttempt.objects.exists()


class TestWhomItSignsIn:
    """The person who runs the provider can say any number."""

    @pytest.fixture(autouse=True)
    def _on(self, sign_on):
        pass

    def says(self, client, provider, number):
        provider.person["preferred_username"] = number
        return there_and_back(client, provider)

    def test_people_of_units_below(self, client, provider, academy):
        unit = create_institution(name="Dog unit", kind=Kind.UNIT, parent=academy)
        make_person("KE-7", "Kamau", unit)
        assert self.says(client, provider, "KE-7").status_code == 302

    def test_nobody_elsewhere_or_above_no_superuser_and_nobody_whose_account_is_closed(
        self, client, provider, academy, neighbour, stranger, halima, superuser, wanjiru
    ):
        User.objects.filter(pk=superuser.pk).update(institution=academy)
        User.objects.filter(pk=wanjiru.pk).update(is_active=False)
        for number in ("KE-200", "UG-300", "KE-1", "KE-nobody", "root", "KE-20377"):
            refused(client, self.says(client, provider, number), UNKNOWN)

    def test_nobody_with_a_role_elsewhere_even_one_to_come(self, client, provider, omar, neighbour_academy, kenya):
        for at, starts_on in ((neighbour_academy, None), (kenya, "2099-01-01")):
            role = people.appoint(user=omar, institution=at, role=Role.COORDINATOR)
            type(role).objects.filter(pk=role.pk).update(starts_on=starts_on)
            refused(client, self.says(client, provider, "KE-100"), UNKNOWN)
            type(role).objects.filter(pk=role.pk).update(starts_on="2000-01-01", ends_on="2000-01-02")
        assert self.says(client, provider, "KE-100").status_code == 302

    def test_nobody_with_a_group_or_a_permission(self, client, provider, omar):
        omar.groups.add(Group.objects.create(name="Editors of everything"))
        refused(client, self.says(client, provider, "KE-100"), UNKNOWN)
        omar.groups.clear()
        omar.user_permissions.add(Permission.objects.get(codename="access_admin"))
        refused(client, self.says(client, provider, "KE-100"), UNKNOWN)

    def test_nobody_is_told_apart_or_made(self, client, provider, neighbour, superuser):
        said = [self.says(client, provider, number).content.decode() for number in ("KE-200", "root", "KE-nobody")]
        assert len({page.split("<main")[1] for page in said}) == 1
        assert not User.objects.filter(service_number="KE-nobody").exists()
        entries = AuditEntry.objects.filter(action="sign_on_refused")
        assert [entry.data for entry in entries] == [{"reason": "unknown"}] * 3
        assert {entry.person_id for entry in entries} == {None}

    @pytest.mark.parametrize("number", [None, "", "  ", True, 1.5, {"a": 1}, ["KE-20377", "KE-100"], "x" * 41, "a\0b"])
    def test_what_is_no_number_signs_nobody_in(self, client, provider, wanjiru, number):
        refused(client, self.says(client, provider, number), "does not say your service number")


class TestTheProvider:
    def test_s_error_is_a_sentence(self, client, provider, sign_on):
        answer = client.get(provider.refuse(go(client)))
        refused(client, answer, "You have not signed in at your institution.")
        refused(client, client.get(provider.refuse(go(client), "server_error")), "tells of an error")

    def test_s_refusal_of_the_secret_is_a_sentence(self, client, provider, academy, administrator, now):
        set_up(academy, administrator, provider, now, secret="another one")
        refused(client, there_and_back(client, provider), "tells of an error")

    def test_that_is_down_leaves_the_password(self, client, sign_on, wanjiru):
        SignOn.objects.update(issuer="http://127.0.0.1:9")
        refused(client, client.get("/sign-on/mlima-police-academy/"), "does not answer")
        assert phones.password(client, wanjiru).status_code == 302
        assert is_signed_in(client)

    def test_signs_with_another_key_and_is_asked_for_it_once(self, client, provider, sign_on, wanjiru):
        there_and_back(Client(), provider)
        provider.new_key()
        provider.asked.clear()
        there_and_back(client, provider)
        assert is_signed_in(client)
        assert provider.asked.count("/keys") == 1

        provider.new_key()  # within the same minute it is not asked again
        again = Client()
        refused(again, there_and_back(again, provider), "cannot be checked")
        assert provider.asked.count("/keys") == 1

    def test_s_discovery_and_keys_are_asked_once_for_many(self, provider, sign_on, wanjiru):
        for _ in range(3):
            there_and_back(Client(), provider)
        assert provider.asked.count("/keys") == provider.asked.count("/.well-known/openid-configuration") == 1

    def test_that_is_off_or_not_there_signs_nobody_in(self, client, provider, sign_on, wanjiru):
        back = provider.sign_in(go(client))
        SignOn.objects.update(on=False)
        for address in (back, "/sign-on/mlima-police-academy/", "/sign-on/nobodys/", "/sign-on/nobodys/return/"):
            assert client.get(address).status_code == 404
        assert not is_signed_in(client)


class TestThePages:
    def test_offer_those_that_are_on(self, client, sign_on, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get("/sign-in/")
        with django_assert_num_queries(0):
            page = client.get("/sign-in/?next=/learn/").content.decode()
        assert 'href="/sign-on/mlima-police-academy/?next=%2Flearn%2F"' in page
        assert "Mlima Police Academy" in client.get("/sign-on/").content.decode()
        SignOn.objects.update(on=False)
        institution_choices.clear_cache()
        assert "sign-on" not in client.get("/sign-in/").content.decode()
        assert "Mlima" not in client.get("/sign-on/").content.decode()

    def test_ask_nothing_where_there_is_none(self, client, db, django_assert_num_queries):
        client.get("/sign-in/")
        with django_assert_num_queries(0):
            assert "sign-on" not in client.get("/sign-in/").content.decode()

    def test_know_at_once_of_a_change_that_is_made_here(
        self, client, sign_on, academy, administrator, now, django_capture_on_commit_callbacks
    ):
        assert "sign-on" in client.get("/sign-in/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            services.remove(institution=academy, by=administrator, now=now)
        assert "sign-on" not in client.get("/sign-in/").content.decode()

    def test_know_of_any_change_within_a_minute(self, client, sign_on, monkeypatch):
        client.get("/sign-in/")
        SignOn.objects.update(on=False)
        [(until, _there)] = institution_choices._known
        monkeypatch.setattr(time, "monotonic", lambda: until)
        assert "sign-on" not in client.get("/sign-in/").content.decode()

    def test_list_many_on_a_page_of_their_own(self, client, sign_on, kenya, now):
        for number in range(5):
            academy = create_institution(name=f"Academy {number}", kind=Kind.ACADEMY, parent=kenya)
            SignOn.objects.create(institution=academy, on=True, issuer="https://x.example", changed_at=now)
        page = client.get("/sign-in/").content.decode()
        assert "Academy 1" not in page
        assert 'href="/sign-on/"' in page
        assert "Academy 1" in client.get("/sign-on/").content.decode()

    def test_send_nobody_who_asks_too_often(self, client, sign_on):
        for _ in range(400):
            client.get("/sign-on/mlima-police-academy/return/")
        assert client.get("/sign-on/mlima-police-academy/").status_code == 429
