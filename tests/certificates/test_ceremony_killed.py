"""A worker that is killed again and again while it issues, renders and packs: each certificate once, files whole."""

import hashlib
import os
import random
import signal
import time
import zipfile
from datetime import timedelta

import pytest
from django.db import connections
from pypdf import PdfReader

from certificates.audit import audit
from certificates.bulk import joining, packing, services, sheets  # noqa: F401  what a worker has loaded
from certificates.models import Ceremony, Certificate, Entry
from certificates.register.services import seal
from lms.foundation.work import queueing
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .test_ceremony import begun

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = int(os.environ.get("KILLED_CERTIFICATES", "40"))
LONGEST = float(os.environ.get("KILLED_AFTER", "0.7"))
"""Seconds after which a worker is killed at the latest."""


@pytest.fixture
def waiting(course, academy, now):
    """A cohort whose people have completed the course, and nobody has a certificate."""
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people = [make_person(f"KE-7{number:04}", f"Cadet {number:04}", academy) for number in range(PEOPLE)]
    people_services.join(cohort=cohort, people=people, now=now)
    progress.enrol(people=people, course=course, now=now)
    Enrolment.objects.update(completed_at=now, status="completed", remaining=0)
    return cohort


def works_until_killed(pk: int, seconds: float) -> bool:
    """Make the ceremony in a process of its own that is killed after `seconds`; return whether it was done before."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        signal.alarm(120)
        try:
            services.make(pk)
            os._exit(0)
        finally:
            os._exit(1)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def away(_name: str) -> None:
    raise ConnectionError("The broker is away: what is done is done by the worker of this test.")


def test_each_certificate_is_there_once(waiting, omar, monkeypatch):
    monkeypatch.setattr(queueing, "task_called", away)
    monkeypatch.setattr(Ceremony, "STALE", timedelta(0))
    monkeypatch.setattr(Ceremony, "MOST_TRIES", 10_000)
    monkeypatch.setattr("certificates.models.LEASE", timedelta(0))
    monkeypatch.setattr("certificates.paper.services.MOST_TRIES", 10_000)
    monkeypatch.setattr(packing, "IN_A_PART", max(6, min(PEOPLE // 6, packing.IN_A_PART)))
    list(sheets.pdfs("", [sheets.Line(1, "", "", "")]))  # what a worker has loaded as it begins
    row, chance, kills, reached = begun(omar, f"cohort={waiting.pk}", issues=True), random.Random(32), 0, {0}
    while not works_until_killed(
        row.pk, chance.uniform(0.05, LONGEST * (1 + kills / 20))
    ):  # also where it works slowly
        kills += 1
        row.refresh_from_db()
        if row.status == Ceremony.Status.DONE:  # killed between its last word and its end
            break
        assert row.working and not row.archive and not row.print and row.reached >= max(reached)
        reached.add(row.reached)
    row.refresh_from_db()
    assert len(reached) > 1, "it was killed while it packed, and went on"
    assert {"certificates.zip", "certificates.pdf"} == set(row.archive.storage.listdir(f"ceremonies/{row.pk}")[1])
    assert (row.status, row.handled, row.total, row.left_out) == ("done", PEOPLE, PEOPLE, {}) and kills > 2
    issued = {one.serial: one for one in Certificate.objects.all()}
    assert len(issued) == PEOPLE == Certificate.objects.values("enrolment").distinct().count()
    with row.archive.open() as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()[:-1]
        serials = [name[6:-4] for name in names]
        assert sorted(serials) == sorted(issued) and archive.testzip() is None
        for name, serial in zip(names, serials, strict=True):
            assert hashlib.sha256(archive.read(name)).hexdigest() == issued[serial].sha256
    with row.print.open() as file:
        texts = [page.extract_text() for page in PdfReader(file).pages]
    assert all(serial in text for serial, text in zip(serials, texts[:PEOPLE], strict=True))
    assert all(sum(serial in text for text in texts[PEOPLE:]) == 1 for serial in serials)
    seal()
    acts = list(Entry.objects.order_by("number").values_list("number", "act"))
    assert acts == [(number, "issued") for number in range(1, PEOPLE + 1)] and not audit().faults
