"""A phone: it keeps what it did and sends it to `/offline/sync/`."""

import base64
import hashlib
import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from tests.builders import right_answers, start_attempt
from tests.conftest import NOW
from tests.progress.test_corrections import do


class Phone:
    """One phone, with the browser `client` in it."""

    def __init__(self, client):
        self.client = client

    def event(self, enrolment, slug, data, **more) -> dict:
        activity = enrolment.release.outline.by_slug(slug).id
        return {"id": str(uuid7()), "enrolment": enrolment.pk, "activity": activity, "data": data, **more}

    def post(self, *events, **more):
        sent = [{"raw": json.dumps(event)} for event in events]
        return self.raw(json.dumps({"device": "phone-1", "now": NOW.isoformat(), "events": sent, **more}).encode())

    def raw(self, body: bytes, **headers):
        headers = {"Accept": "application/json", **headers}
        return self.client.post("/offline/sync/", body, content_type="application/json", headers=headers)

    def send(self, *events, **more) -> list[str]:
        response = self.post(*events, **more)
        assert response.status_code == 200, response.content
        return [one["verdict"] for one in response.json()["verdicts"]]


class SigningPhone(Phone):
    """A phone of one person with a key of its own, which numbers and chains its events; any `client` may carry them."""

    def __init__(self, client):
        super().__init__(client)
        self.id, self.key = str(uuid4()), ec.generate_private_key(ec.SECP256R1())
        self.number, self.head, self.person = 0, "", client.get("/offline/sync/").json()["person"]

    @property
    def public(self) -> str:
        encoded = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(encoded).decode()

    def signature(self, body: bytes) -> str:
        numbers = decode_dss_signature(self.key.sign(body, ec.ECDSA(SHA256())))
        return base64.b64encode(b"".join(number.to_bytes(32) for number in numbers)).decode()

    def register(self, **more):
        body = json.dumps({"device": self.id, "key": self.public, **more}).encode()
        headers = {"Accept": "application/json", "X-Device-Signature": self.signature(body)}
        return self.client.post("/offline/devices/", body, content_type="application/json", headers=headers)

    def chained(self, *events) -> list[dict]:
        """The events as the phone keeps them."""
        kept = []
        for event in events:
            self.number += 1
            raw = json.dumps({**event, "seq": self.number})
            self.head = hashlib.sha256((self.head + raw).encode()).hexdigest()
            kept.append({"raw": raw, "chain": self.head})
        return kept

    def batch(self, *kept) -> bytes:
        body = {"device": self.id, "person": self.person, "now": NOW.isoformat(), "events": kept}
        return json.dumps(body).encode()

    def carry(self, *kept, client=None, signature=None) -> list[str]:
        """The verdicts on events that `client` sends, whoever is signed in there."""
        body = self.batch(*kept)
        sent = Phone(client or self.client).raw(body, **{"X-Device-Signature": signature or self.signature(body)})
        assert sent.status_code == 200, sent.content
        return [one["verdict"] for one in sent.json()["verdicts"]]


@pytest.fixture
def signing(phone, enrolment):
    """Wanjiru's phone, registered."""
    found = SigningPhone(phone.client)
    assert found.register().status_code == 200
    return found


@pytest.fixture(autouse=True)
def clock(now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def phone(as_, wanjiru):
    return Phone(as_(wanjiru))


@pytest.fixture
def check(enrolment):
    """Two answers to the check of the first lesson, wrong and right."""
    from courses.catalogue import lookup

    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    [(name, check)] = lookup.content(entry.content("en", "KE", "en")).definition["checks"].items()
    wrong = next(option["id"] for option in check["options"] if option["id"] not in check["key"])
    return [{"check": [name], "choice": [wrong]}, {"check": [name], "choice": check["key"]}]


@pytest.fixture
def quiz(enrolment, now) -> Attempt:
    """An attempt at the quiz that was begun online, with everything else done."""
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    return start_attempt(enrolment, "trafficking-quiz", now)


@pytest.fixture
def answers(quiz) -> list[dict]:
    """One for each question of the quiz, and the end."""
    return [{name: value} for name, value in right_answers(quiz).items()]
