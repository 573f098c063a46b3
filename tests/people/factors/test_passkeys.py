"""Passkeys: what no browser that keeps to the rules would send."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from . import phone as phones

NEW = "/account/factors/passkey/"
SENT = [
    "",
    "null",
    "[]",
    "{}",
    "{" * 5000,
    '{"id": 1, "rawId": [], "response": null}',
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
        }
    ),
    json.dumps(
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!", "signature": "x"}}
    ),
    "x" * 30_000,
]


@pytest.mark.parametrize("sent", SENT)
def test_whatever_is_sent_for_a_new_one_is_refused(as_, omar, sent):
    browser = as_(omar)
    question = browser.post(f"{NEW}question/").json()["publicKey"]
    assert question["rp"]["id"] == "testserver"
    assert question["user"]["name"] == "KE-100"
    assert browser.post(NEW, {"credential": sent}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", SENT)
def test_whatever_is_sent_at_signing_in_is_refused(as_, omar, sent):
    phones.set_up(as_(omar))
    client = Client()
    phones.password(client, omar)
    assert client.post("/sign-in/second/passkey/question/").status_code == 200
    assert client.post("/sign-in/second/passkey/", {"credential": sent}).url == "/sign-in/second/"
    assert "_auth_user_id" not in client.session


def test_nobody_is_asked_before_the_password(client, db):
    assert client.post("/sign-in/second/passkey/question/").status_code == 403
    assert client.post("/sign-in/second/passkey/", {"credential": "{}"}).url == "/sign-in/"
