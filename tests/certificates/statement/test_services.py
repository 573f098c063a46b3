"""Signed documents: the statement of a certificate, once, and a list that is small and never older than a minute."""

import gzip
import json
import random
from base64 import b64decode, b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache
from django.utils import timezone

from certificates import facts
from certificates.models import Certificate
from certificates.paper.services import render
from certificates.services import revoke
from certificates.statement import keys, revocations, services
from certificates.statement.key_set import REVOCATIONS
from tests.certificates.conftest import certificate, completed  # noqa: F401  fixtures

from . import reading


@pytest.fixture(autouse=True)
def _no_list_is_kept():
    cache.clear()


@pytest.fixture
def signing(folder):
    return keys.make(now=timezone.now())


def listed(now=None) -> dict:
    """The present list, whose signature is right."""
    document = json.loads(services.revocation_list(now=now or timezone.now()))
    signed = REVOCATIONS + document["payload"].encode()
    for key in keys.key_set().keys:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        public.verify(b64decode(document["signatures"][key.id]), signed)
    return json.loads(document["payload"])


def standing(held: dict, index: int) -> int:
    bits = gzip.decompress(b64decode(held["bits"]))
    planes = [bits[(plane * held["size"] + index) >> 3] >> (7 - (index & 7)) & 1 for plane in (0, 1)]
    return planes[0] + 2 * planes[1]


def test_a_statement_says_what_the_certificate_does(signing, certificate, settings):
    address, digits = services.statement_of(certificate).split("#")
    statement, body, signature = reading.read(digits)
    assert address == f"{settings.BASE_URL}/verify/"
    assert reading.is_signed(body, signature, Ed25519PublicKey.from_public_bytes(signing.public))
    assert (statement.key.hex(), statement.index, statement.serial) == (
        signing.id,
        certificate.index,
        certificate.serial,
    )
    assert (statement.name, statement.course) == (certificate.name, certificate.course)
    assert (statement.valid_until, statement.issuer) == (certificate.valid_until, certificate.issuer_id)


def test_a_statement_is_made_once(signing, certificate, monkeypatch):
    stale = Certificate.objects.get()
    first = services.statement_of(certificate)
    monkeypatch.setattr(keys, "KNOWN_BEFORE", timedelta(0))
    keys.rotate(now=timezone.now())
    assert services.statement_of(certificate) == services.statement_of(stale) == first
    assert Certificate.objects.get().statement == first


def test_without_a_key_there_is_neither_statement_nor_list(folder, certificate):
    assert services.statement_of(certificate) == "" == services.revocation_list(now=timezone.now())
    assert Certificate.objects.get().statement == ""


def test_papers_of_a_key_that_leaked_are_signed_anew(signing, certificate, now):
    old = services.statement_of(certificate)
    render(certificate=certificate, now=now)
    follows = keys.give_up(signing.id, now=timezone.now())
    assert services.sign_again(signing.id, now=now) == 1
    assert services.sign_again(signing.id, now=now) == 0
    row = render(certificate=Certificate.objects.get(), now=now)
    assert row.status == "rendered" and row.statement != old
    assert reading.read(row.statement.split("#")[1])[0].key.hex() == follows.id


def test_the_list_tells_who_is_revoked_and_who_issued(signing, certificate):
    assert standing(listed(), certificate.index) == 0
    revoke(certificate=certificate, why="Somebody else sat the quiz.", now=timezone.now())
    assert standing(listed(), certificate.index) == 0, "the list before is shown for half a minute"
    cache.clear()
    held = listed()
    assert standing(held, certificate.index) == revocations.REVOKED
    assert held["issuers"][str(certificate.issuer_id)][""] == certificate.issuer.name
    Certificate.objects.update(status="withdrawn")
    cache.clear()
    assert standing(listed(), certificate.index) == revocations.WITHDRAWN


def test_a_later_list_has_a_higher_number(signing, certificate):
    now = timezone.now()
    first = listed(now)
    cache.clear()
    assert listed(now + timedelta(seconds=1))["number"] == first["number"] + 1


def test_a_list_is_made_by_three_statements_and_shown_by_none(signing, certificate, django_assert_num_queries):
    with django_assert_num_queries(3):
        services.revocation_list(now=timezone.now())
    with django_assert_num_queries(0):
        services.revocation_list(now=timezone.now())


@pytest.mark.parametrize("share", [0.005, 0.02, 0.1])
def test_a_list_of_a_hundred_thousand_has_less_than_a_hundred_kilobytes(share):
    chance = random.Random(7)
    size = revocations.size_for(2 * facts.BLOCK - 1)
    indexes = chance.sample(range(size), 100_000)
    gone = indexes[: int(share * len(indexes))]
    packed = revocations.packed(((index, 1 + index % 2) for index in gone), size)
    held = {"bits": b64encode(packed).decode(), "size": size}
    assert len(json.dumps(held)) <= 100_000
    assert all(standing(held, index) == 1 + index % 2 for index in gone[:50])
    assert sum(standing(held, index) for index in indexes[-50:]) == 0
