"""Badges: what they say, and that software which others wrote accepts a true one and refuses an altered one."""

import json
from copy import deepcopy

import pytest
from django.core.cache import cache
from openbadgeslib.baking import ITXT_KEYWORD_OB3, SVG_ELEMENT_OB3, extract_png

from certificates import services
from certificates.badges import issuers
from certificates.statement import keys

from .verifier import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings, tmp_path, now):
    settings.CERTIFICATE_KEYS, settings.BASE_URL = tmp_path / "keys", "https://training.example.org"
    keys.make(now=now)


@pytest.fixture
def address(certificate):
    return f"/certificates/{certificate.serial}/badge"


@pytest.fixture
def documents(client, certificate):
    """Return a function that fetches, as a verifier would, the documents that a badge names."""

    def fetch(badge):
        method = badge["proof"]["verificationMethod"]
        listed = badge["credentialStatus"]
        listed = listed[0] if isinstance(listed, list) else listed
        listed = listed["statusListCredential"]
        found = client.get(f"/certificates/badges/issuers/{certificate.issuer_id}/did.json")
        return {method.partition("#")[0]: found.json(), listed: client.get(_path(listed)).json()}

    return fetch


def _path(address):
    return address.removeprefix("https://training.example.org")


@pytest.fixture
def badge(as_, wanjiru, address):
    type(wanjiru).objects.filter(pk=wanjiru.pk).update(email="wanjiru@example.org")
    return as_(wanjiru).get(f"{address}.json").json()


def test_a_badge_names_holder_course_and_issuer(badge, certificate):
    subject = badge["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == certificate.name
    assert subject["achievement"]["name"] == certificate.course
    assert badge["issuer"]["name"] == certificate.institution
    assert badge["issuer"]["id"].startswith("did:web:training.example.org:certificates:badges:issuers:")
    assert certificate.service_number not in json.dumps(badge)
    assert "wanjiru@example.org" not in json.dumps(badge)


def test_another_verifier_accepts_a_badge_and_refuses_an_altered_one(badge, documents):
    known = documents(badge)
    assert verify(badge, known) == {"verified": True, "revoked": False, "why": ""}
    renamed, longer, moved = deepcopy(badge), deepcopy(badge), deepcopy(badge)
    renamed["credentialSubject"]["identifier"][0]["identityHash"] = "Another Name"
    longer["name"] = "Another course"
    _entry(moved)["statusListIndex"] = "7"
    for altered in (renamed, longer, moved):
        assert not verify(altered, known)["verified"]


def _entry(badge):
    entry = badge["credentialStatus"]
    return entry[0] if isinstance(entry, list) else entry


def test_a_revoked_badge_is_shown_as_revoked(badge, documents, certificate, now):
    services.revoke(certificate=certificate, why="Awarded in error.", now=now)
    cache.clear()
    assert verify(badge, documents(badge)) == {"verified": True, "revoked": True, "why": ""}


def test_an_altered_list_is_refused(badge, documents, certificate, now):
    free = documents(badge)
    services.revoke(certificate=certificate, why="Awarded in error.", now=now)
    cache.clear()
    known = documents(badge)
    address = next(name for name in known if name.startswith("https://"))
    known[address]["credentialSubject"]["encodedList"] = free[address]["credentialSubject"]["encodedList"]
    assert not verify(badge, known)["verified"]


def test_a_badge_of_a_leaked_key_is_refused(badge, documents, now):
    keys.give_up(keys.signing_key(now.date()).key.id, now=now)
    cache.clear()
    assert not verify(badge, documents(badge))["verified"]


def test_pictures_carry_the_badge(as_, wanjiru, address, badge):
    browser = as_(wanjiru)
    png, svg = browser.get(f"{address}.png"), browser.get(f"{address}.svg")
    baked = json.loads(extract_png(png.content, keyword=ITXT_KEYWORD_OB3))
    assert baked["credentialSubject"] == badge["credentialSubject"]
    assert SVG_ELEMENT_OB3.encode() in svg.content
    assert badge["id"].encode() in svg.content
    assert b"<script" not in svg.content


@pytest.mark.parametrize(("who", "status"), [("wanjiru", 200), ("omar", 200), ("neighbour", 404), ("stranger", 404)])
def test_a_badge_is_for_its_holder_and_staff_alone(as_, request, address, who, status):
    assert as_(request.getfixturevalue(who)).get(f"{address}.json").status_code == status


def test_another_ending_is_not_found(as_, wanjiru, address):
    assert as_(wanjiru).get(f"{address}.exe").status_code == 404


def test_a_revoked_certificate_gives_no_badge(as_, wanjiru, address, certificate, now):
    services.revoke(certificate=certificate, why="Awarded in error.", now=now)
    assert as_(wanjiru).get(f"{address}.json").status_code == 410


def test_without_a_key_the_answer_says_whom_to_ask(as_, wanjiru, address, settings, tmp_path):
    settings.CERTIFICATE_KEYS = tmp_path / "other"
    answer = as_(wanjiru).get(f"{address}.json")
    assert answer.status_code == 503
    assert "Ask the people who run this site" in answer.content.decode()


def test_only_issuers_have_public_documents(client, certificate):
    assert client.get("/certificates/badges/issuers/999999/did.json").status_code == 404
    assert client.get(f"/certificates/badges/lists/{certificate.issuer_id}/999999/").status_code == 404


def test_a_list_costs_one_statement_a_minute(client, certificate, django_assert_num_queries):
    block = certificate.index // 131_072
    address = f"/certificates/badges/lists/{certificate.issuer_id}/{block}/"
    with django_assert_num_queries(1):
        client.get(address)
    with django_assert_num_queries(0):
        client.get(address)


def test_without_https_the_key_is_the_issuer(settings, certificate):
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert issuers.did(certificate.issuer_id).startswith("did:key:z6Mk")
