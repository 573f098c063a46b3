"""Answers that nobody honest gives, at the address to which a provider sends people back."""

import base64
import hmac
import json
import time

import jwt as pyjwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from .conftest import go, set_up, there_and_back
from .provider import SECRET
from .test_signing_on import is_signed_in, refused

UNCHECKED = "cannot be checked"


@pytest.fixture(autouse=True)
def _wanjiru(wanjiru, sign_on):
    pass


def _part(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _symmetric(key: bytes):
    header = {"alg": "HS256"}
    return lambda claims: jwt.encode(header, claims, OctKey.import_key(key), ["HS256"])


class TestSignatures:
    def test_none_is_needed_and_not_taken(self, client, provider):
        for algorithm in ("none", "None", "NONE", ""):
            provider.sign = lambda claims, algorithm=algorithm: f"{_part({'alg': algorithm})}.{_part(claims)}."
            refused(client, there_and_back(client, provider), UNCHECKED)

    def test_the_public_key_is_no_secret_to_sign_with(self, client, provider):
        key = provider.keys[0]
        for secret in (key.as_pem(private=False), json.dumps(key.as_dict(private=False)).encode()):
            header = _part({"alg": "HS256", "kid": key.kid})

            def sign(claims, secret=secret, header=header):
                said = f"{header}.{_part(claims)}"
                signature = hmac.new(secret, said.encode(), "sha256").digest()
                return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"

            provider.sign = sign
            refused(client, there_and_back(client, provider), UNCHECKED)

    def test_nor_is_the_secret_of_the_client(self, client, provider):
        provider.sign = _symmetric(SECRET.encode())
        refused(client, there_and_back(client, provider), UNCHECKED)

    @pytest.mark.parametrize(
        ("algorithm", "kind", "bits"), [("HS256", OctKey, 256), ("RS256", RSAKey, 1024)], ids=["symmetric", "short"]
    )
    def test_nor_a_key_that_the_provider_shows_and_is_symmetric_or_short(self, client, provider, algorithm, kind, bits):
        shown = kind.generate_key(bits, {"kid": "shown", "use": "sig"})
        provider.keys.append(shown)
        provider.sign = lambda claims: jwt.encode({"alg": algorithm, "kid": "shown"}, claims, shown, [algorithm])
        try:
            refused(client, there_and_back(client, provider), UNCHECKED)
        finally:
            provider.keys.remove(shown)

    def test_nor_one_that_the_token_brings_along(self, client, provider):
        forged = RSAKey.generate_key(2048)
        header = {"alg": "RS256", "jwk": forged.as_dict(private=False), "jku": "https://evil.example/keys"}
        provider.sign = lambda claims: jwt.encode(header, claims, forged)
        refused(client, there_and_back(client, provider), UNCHECKED)

    def test_claims_that_were_changed_are_not_taken(self, client, provider):
        def change(claims):
            header, _claims, signature = provider.signed(claims | {"preferred_username": "KE-1"}).split(".")
            return f"{header}.{_part(claims)}.{signature}"

        provider.sign = change
        refused(client, there_and_back(client, provider), UNCHECKED)

    @pytest.mark.parametrize("token", ["", "a.b.c", "x" * 60_000, "....", "é.é.é", _part([]) + "..", "null"])
    def test_what_is_no_token_is_not_taken(self, client, provider, token):
        provider.sign = lambda claims: token
        refused(client, there_and_back(client, provider), UNCHECKED)


class TestClaims:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://another.example"},
            {"iss": None},
            {"aud": "another-client"},
            {"aud": ["another-client"]},
            {"aud": ["mafunzo", "another-client"]},
            {"aud": ["mafunzo", "another-client"], "azp": "another-client"},
            {"azp": "another-client"},
            {"aud": None},
            {"exp": 1},
            {"exp": None},
            {"exp": "soon"},
            {"iat": 4_000_000_000},
            {"iat": None},
            {"nbf": 4_000_000_000},
            {"nonce": "another"},
            {"nonce": None},
            {"nonce": 1},
            {"sub": None},
            {"azp": ""},
            {"at_hash": "of another access token"},
            {"at_hash": 1},
        ],
    )
    def test_of_another_of_another_time_or_for_another_are_not_taken(self, client, provider, claims):
        provider.claims = claims
        refused(client, there_and_back(client, provider), UNCHECKED)

    def test_a_nonce_that_no_encoding_can_write_is_not_taken(self, client, provider):
        key = provider.keys[0]
        provider.sign = lambda claims: pyjwt.encode(
            claims | {"nonce": "\ud800"}, key.as_pem(private=True), "RS256", headers={"kid": key.kid}
        )
        refused(client, there_and_back(client, provider), UNCHECKED)

    def test_clocks_may_differ_by_a_minute_and_no_more(self, provider):
        for seconds, taken in ((60, True), (120, False)):
            for claims in ({"exp": int(time.time()) - seconds}, {"iat": int(time.time()) + seconds}):
                provider.claims = claims
                client = Client()
                there_and_back(client, provider)
                assert is_signed_in(client) is taken

    def test_for_us_among_others_is_for_us(self, client, provider):
        provider.claims = {"aud": ["mafunzo", "another-client"], "azp": "mafunzo"}
        there_and_back(client, provider)
        assert is_signed_in(client)


class TestTheAnswer:
    def test_an_answer_is_taken_once(self, client, provider):
        back = provider.sign_in(go(client))
        assert client.get(back).status_code == 302
        client.post("/sign-out/")
        refused(client, client.get(back), "begun in another browser")

    def test_that_nobody_asked_for_is_not_taken(self, client, provider):
        for query in ("", "?code=1", "?code=1&state=", "?code=1&state=abc", "?state=abc&error=x"):
            refused(client, client.get(f"/sign-on/mlima-police-academy/return/{query}"), "begun in another browser")

    def test_that_comes_too_late_is_not_taken(self, client, provider):
        back = provider.sign_in(go(client))
        session = client.session
        for begun in session["sign_on_begun"].values():
            begun["at"] -= 601
        session.save()
        refused(client, client.get(back), "took too long")

    def test_of_one_sign_in_is_not_taken_for_another(self, client, provider):
        """A code that was drawn for the thief's sign-in, in the answer to somebody else's."""
        thiefs = provider.sign_in(go(Client()))
        own = provider.sign_in(go(client))
        code = thiefs.split("code=")[1].split("&")[0]
        state = own.split("state=")[1].split("&")[0]
        answer = client.get(f"/sign-on/mlima-police-academy/return/?code={code}&state={state}")
        refused(client, answer, "tells of an error")  # the verifier is another one (PKCE)

    def test_of_one_institution_is_not_taken_at_another(
        self, client, provider, neighbour_academy, superuser, neighbour, now
    ):
        set_up(neighbour_academy, superuser, provider, now)
        provider.person["preferred_username"] = "KE-200"
        back = provider.sign_in(go(client))
        refused(client, client.get(back.replace("mlima-police-academy", neighbour_academy.code)), "another browser")
        assert there_and_back(client, provider, code=neighbour_academy.code).status_code == 302

    def test_says_from_which_issuer_it_is(self, client, provider):
        back = provider.sign_in(go(client))
        refused(client, client.get(f"{back}&iss=https://another.example"), UNCHECKED)
        provider.answers = {"authorization_response_iss_parameter_supported": True}
        cache.clear()
        refused(client, client.get(provider.sign_in(go(client))), UNCHECKED)
        assert client.get(f"{provider.sign_in(go(client))}&iss={provider.issuer}").status_code == 302

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
    def test_sends_nobody_to_another_site(self, client, provider, wanted):
        assert there_and_back(client, provider, wanted=wanted).url == reverse("landing")


class TestWhatTheProviderSaysOfItself:
    @pytest.mark.parametrize(
        "answers",
        [
            {"issuer": "https://another.example"},
            {"token_endpoint": None},
            {"token_endpoint": "file:///etc/passwd"},
            {"jwks_uri": "http://169.254.169.254/latest/meta-data/"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": 7},
        ],
    )
    def test_is_not_followed_anywhere(self, client, provider, answers):
        provider.answers = answers
        refused(client, client.get("/sign-on/mlima-police-academy/"), UNCHECKED)

    def test_does_not_lead_the_server_inside(self, client, provider):
        provider.answers = {"token_endpoint": "https://10.0.0.1/token", "jwks_uri": "https://localhost/keys"}
        refused(client, there_and_back(client, provider), "does not answer")
