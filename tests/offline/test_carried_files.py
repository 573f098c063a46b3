"""A phone without network hands its work over as a file, which any person who is online brings."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.desks.offline.models import Held
from lms.learning.progress.models import Event
from tests.builders import same_when_rebuilt
from tests.conftest import NOW

from .test_devices import DONE, ONE, TWO

PAGE = "/offline/file/"


@pytest.fixture
def work(signing, enrolment, check):
    whole = [(ONE, check[0]), (ONE, DONE), (TWO, DONE)]
    return signing.chained(*[signing.event(enrolment, slug, data, at=NOW.isoformat()) for slug, data in whole])


@pytest.fixture
def file(signing, work):
    text = signing.batch(*work)
    return {"kind": "mafunzo-events", "text": text.decode(), "signature": signing.signature(text)}


def bring(client, file, **more):
    content = file if isinstance(file, bytes) else json.dumps({**file, **more}).encode()
    return client.post(PAGE, {"file": SimpleUploadedFile("mafunzo.json", content)})


def test_whoever_brings_it_it_counts_for_the_person_of_the_phone(file, enrolment, as_, stranger, abdi):
    page = bring(as_(stranger), file)
    assert page.status_code == 200 and page.content.decode().count("Counted") == 3
    enrolment.refresh_from_db()
    assert len(enrolment.done) == 2 and same_when_rebuilt()
    again = bring(as_(abdi), file).content.decode()
    assert again.count("Here already") == 3
    assert Event.objects.filter(verb="answered").count() == 3 and not Held.objects.exists()


def test_a_stranger_reads_nothing_of_its_person(file, as_, stranger, wanjiru):
    text = bring(as_(stranger), file).content.decode()
    assert wanjiru.name not in text and wanjiru.service_number not in text and "Lesson" not in text


def test_without_the_signature_of_its_phone_only_its_person_brings_it(file, as_, abdi, stranger, signing):
    for client in (as_(abdi), as_(stranger)):
        for signature in ("", "AAAA", "A" * 86 + "==", None):
            page = bring(client, file, signature=signature)
            assert page.status_code == 422 and "not signed it" in page.content.decode()
        assert bring(client, file, text=file["text"].replace("done", "undone")).status_code == 422
    assert not Event.objects.exists() and not Held.objects.exists()
    assert bring(signing.client, file, signature="").content.decode().count("Counted") == 3


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"%PDF-1.7",
        b"[" * 200_000,
        b'{"kind": "mafunzo-events"}',
        b'{"kind": "mafunzo-events", "text": 7}',
        b'{"kind": "mafunzo-events", "text": "{"}',
        b'{"kind": "mafunzo-events", "text": "\\ud800"}',
        b'{"kind": "another", "text": "{}", "signature": ""}',
    ],
)
def test_a_wrong_file_gets_one_sentence(phone, content):
    page = bring(phone.client, content)
    assert page.status_code == 422
    assert page.content.decode().count("<li>") <= 3 and "file" in page.content.decode()
    assert not Held.objects.exists()


def test_a_file_cut_off_or_too_large_is_refused_whole(phone, file):
    whole = json.dumps(file).encode()
    assert bring(phone.client, whole[:-40]).status_code == 422
    assert bring(phone.client, whole + b" " * 1024 * 1024).status_code == 413
    assert bring(phone.client, b"").status_code == 422
    assert phone.client.post(PAGE).status_code == 422
    assert not Event.objects.exists()


def test_more_events_than_a_batch_are_taken_in_parts(signing, enrolment, check, as_, abdi):
    work = signing.chained(*[signing.event(enrolment, ONE, check[number % 2]) for number in range(450)])
    text = signing.batch(*work)
    file = {"kind": "mafunzo-events", "text": text.decode(), "signature": signing.signature(text)}
    assert bring(as_(abdi), file).content.decode().count("Counted") == 450
    stored = Event.objects.filter(verb="answered").order_by("position")
    assert [str(one.pk) for one in stored] == [json.loads(one["raw"])["id"] for one in work]


def test_times_are_those_of_the_phone_however_long_the_file_was_on_its_way(signing, enrolment, as_, abdi, now):
    from datetime import timedelta

    from lms.learning.progress.models import Enrolment

    Enrolment.objects.update(enrolled_at=now - timedelta(days=30))
    did = now - timedelta(days=9)
    [event] = signing.chained(signing.event(enrolment, ONE, DONE, at=did.isoformat()))
    body = {"device": signing.id, "person": signing.person, "now": (did + timedelta(hours=1)).isoformat()}
    text = json.dumps({**body, "events": [event]})
    bring(as_(abdi), {"kind": "mafunzo-events", "text": text, "signature": signing.signature(text.encode())})
    assert Event.objects.get(verb="answered").occurred_at == did
