"""Whoever a provider signed in shows through it again who they are."""

import time
import zlib
from base64 import b64decode
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.identity.providers.models import SignOn
from lms.people.identity.sso import metadata, services

from .conftest import go, there_and_back
from .saml_provider import NUMBER, SamlProvider

CONFIRM, AGAIN, GUARDED = "/account/confirm/", "/account/confirm/sign-on/", "/account/factors/app/"


def shown_long_ago(client) -> None:
    session = client.session
    session["confirmed_at"] = 0
    session.save()


@pytest.fixture
def tab(client, provider, sign_on, wanjiru):
    """Wanjirũ's, in which the provider signed her in a while ago."""
    provider.asked_at = int(time.time()) - 3600
    there_and_back(client, provider)
    shown_long_ago(client)
    return client


def refused(tab, answer, sentence: str) -> None:
    assert answer.url == "/account/confirm/?next=%2Faccount%2Ffactors%2Fapp%2F"
    assert sentence in tab.get(answer.url).content.decode()
    assert tab.get(GUARDED).status_code == 302


class TestOpenIdConnect:
    def test_is_offered_where_it_is_asked(self, tab):
        asked = tab.get(GUARDED).url
        assert f'href="{AGAIN}?next=/account/factors/app/"' in tab.get(asked).content.decode()

    def test_leads_through_the_provider_and_back(self, tab, provider, wanjiru):
        before = tab.session.session_key
        to = tab.get(AGAIN, {"next": GUARDED}).url
        asks = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
        assert (asks["prompt"], asks["max_age"]) == ("login", "0")
        assert tab.get(provider.sign_in(to)).url == GUARDED
        assert tab.get(GUARDED).status_code == 200
        assert tab.session.session_key != before
        assert AuditEntry.objects.get(action="signed_on", data__again=True).person_id == wanjiru.pk

    @pytest.mark.parametrize("said", ["now", True, [9e12], None])
    def test_not_where_it_says_no_moment(self, tab, provider, said):
        provider.claims["auth_time"] = said
        refused(tab, tab.get(provider.sign_in(tab.get(AGAIN, {"next": GUARDED}).url)), "did not ask again")

    def test_not_as_somebody_else(self, tab, provider, abdi):
        provider.person["preferred_username"] = abdi.service_number
        refused(tab, tab.get(provider.sign_in(tab.get(AGAIN, {"next": GUARDED}).url)), "No account here")
        assert tab.session["_auth_user_id"] != str(abdi.pk)

    def test_not_by_the_answer_to_a_sign_in(self, tab, provider, wanjiru):
        tab.post("/sign-out/")
        ordinary = provider.sign_in(go(tab))
        tab.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        shown_long_ago(tab)
        tab.get(ordinary)
        assert tab.get(GUARDED).status_code == 302

    def test_not_once_the_session_is_somebody_else_s(self, tab, provider, abdi):
        back = provider.sign_in(tab.get(AGAIN, {"next": GUARDED}).url)
        begun = tab.session["sign_on_begun"]
        tab.force_login(abdi, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        session = tab.session
        session["sign_on_begun"], session["confirmed_at"] = begun, 0
        session.save()
        refused(tab, tab.get(back), "took too long")

    def test_is_not_there_after_a_password_nor_where_the_provider_is_off(self, as_, wanjiru, sign_on, tab):
        assert as_(wanjiru).get(AGAIN).status_code == 404
        assert AGAIN not in as_(wanjiru).get(CONFIRM).content.decode()
        SignOn.objects.update(on=False)
        assert tab.get(AGAIN).status_code == 404

    def test_somebody_who_cancels_is_asked_as_before(self, tab, provider):
        to = tab.get(AGAIN, {"next": GUARDED}).url
        refused(tab, tab.get(provider.refuse(to)), "You have not signed in at your institution")


class TestSaml:
    FINISH = "/sign-on/mlima-police-academy/saml/finish/"

    @pytest.fixture
    def saml(self, tmp_path, academy, administrator, wanjiru, now):
        saml = SamlProvider(tmp_path)
        about = metadata.read(saml.metadata).about
        given = {"protocol": "saml", "on": True, "number_from": NUMBER} | about
        services.set_up(institution=academy, by=administrator, now=now, **given)
        return saml

    @pytest.fixture
    def tab(self, client, saml):
        client.post(self.FINISH, saml.answer(go(client)))
        shown_long_ago(client)
        return client

    def test_asks_the_provider_to_ask_again_and_leads_back(self, tab, saml):
        to = tab.get(AGAIN, {"next": GUARDED}).url
        asked = zlib.decompress(b64decode(parse_qs(urlsplit(to).query)["SAMLRequest"][0]), -15).decode()
        assert 'ForceAuthn="true"' in asked
        assert tab.post(self.FINISH, saml.answer(to)).url == GUARDED
        assert tab.get(GUARDED).status_code == 200

    def test_not_where_the_provider_did_not_ask(self, tab, saml):
        to = tab.get(AGAIN, {"next": GUARDED}).url
        saml.asked_at = (timezone.now() - timedelta(hours=1)).timestamp()
        refused(tab, tab.post(self.FINISH, saml.answer(to)), "did not ask again")

    def test_not_as_somebody_else(self, tab, saml, abdi):
        saml.number = abdi.service_number
        to = tab.get(AGAIN, {"next": GUARDED}).url
        refused(tab, tab.post(self.FINISH, saml.answer(to)), "No account here")

    def test_an_answer_is_taken_for_ten_minutes(self, tab, saml):
        to = tab.get(AGAIN, {"next": GUARDED}).url
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert tab.post(self.FINISH, saml.answer(to)).status_code == 403
