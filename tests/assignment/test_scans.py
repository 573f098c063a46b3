"""Files are checked for viruses in the background; nobody opens one before, and one with a virus goes."""

import io
import socketserver
import stat
import threading
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.assignment import bundles, groups, scans, services
from assessments.assignment.activity import HandIn
from assessments.assignment.checking import scanner
from assessments.assignment.checking.scanner import NoAnswer, is_clean
from assessments.assignment.jobs import ScanFiles
from assessments.assignment.models import HandedFile, Scan
from lms.desks.notices.models import Notice
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer

from .building import begun, handed_in, jpeg, with_file
from .test_uploads import PDF, send, uploading  # noqa: F401  fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(enrolment, now):
    return begun(enrolment, now)


@pytest.fixture
def command(tmp_path, settings):
    """`command("exit 1")`: a scanner that does that."""

    def write(line):
        file = tmp_path / "scan"
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(file.stat().st_mode | stat.S_IEXEC)
        settings.PLUGIN_SETTINGS = {**settings.PLUGIN_SETTINGS, "assignment": {"SCANNER": str(file)}}

    return write


def look(now):
    """Check all files that are due."""
    for pk in Scan.objects.due(now).values_list("pk", flat=True):
        scans.scan_file(pk, clock=lambda: now)


def page_of(client, attempt):
    client.force_login(attempt.enrolment.learner)
    here = reverse("learn:activity", args=[attempt.enrolment.course.slug, attempt.activity.slug])
    return client.get(here).content.decode()


def opened(client, person, row):
    client.force_login(person)
    return client.get(reverse("assignment:file", args=[row.pk])).status_code


class TestBeforeItIsChecked:
    def test_the_request_does_not_wait_for_the_scanner(self, command, client, uploading, tmp_path):
        command(f"touch {tmp_path}/asked; exit 0")
        small = PDF[:1000]
        said = send(client, uploading(data=small), small).json()["file"]
        assert "being checked" in said["scan"]
        assert not (tmp_path / "asked").exists()

    def test_nobody_opens_it(self, command, client, attempt, wanjiru, omar, now):
        command("exit 0")
        row = with_file(attempt, jpeg(), now)
        assert "being checked" in page_of(client, attempt)
        assert opened(client, wanjiru, row) == 409
        attempt.refresh_from_db()
        answer(attempt=attempt, data={"submit": ["1"]}, event_id=uuid7(), now=now)
        assert opened(client, omar, row) == 409
        assert "being checked" in client.get(reverse("quiz:mark", args=[attempt.pk, "work"])).content.decode()
        look(now)
        assert (opened(client, omar, row), opened(client, wanjiru, row)) == (200, 200)
        assert "being checked" not in page_of(client, attempt)

    def test_it_is_left_out_of_the_zip(self, command, cohort, enrolment, omar, now):
        command("exit 0")
        work = handed_in(enrolment, now, files=[jpeg()])
        bundle = bundles.begin(cohort=cohort, activity=work.activity_id, archive=None, by=omar, now=now)
        bundles.make(bundle.pk, clock=lambda: now)
        bundle.refresh_from_db()
        assert bundle.left_out == [f"{work.pk:06}-KE-20377/1-scene.jpg"]
        with zipfile.ZipFile(bundle.archive.open()) as archive:
            assert [name.rpartition("/")[2] for name in archive.namelist()] == ["text.txt"]

    def test_without_a_scanner_it_is_opened_at_once(self, client, attempt, wanjiru, now):
        row = with_file(attempt, jpeg(), now)
        assert not Scan.objects.exists()
        assert opened(client, wanjiru, row) == 200

    def test_the_task_is_queued_once_the_file_is_kept(self, command, attempt, now, django_capture_on_commit_callbacks):
        command("exit 0")
        with django_capture_on_commit_callbacks(execute=True):
            row = with_file(attempt, jpeg(), now)
        assert not Scan.objects.exists()
        assert HandedFile.objects.get() == row


class TestTheScannerIsAway:
    @pytest.mark.parametrize("line", ["exit 2", "sleep 3"])
    def test_it_is_said_and_tried_again(self, command, client, attempt, wanjiru, now, monkeypatch, line):
        monkeypatch.setattr(scanner, "SCAN_SECONDS", 0.2)
        command(line)
        row = with_file(attempt, jpeg(), now)
        look(now)
        assert "does not answer" in page_of(client, attempt)
        assert opened(client, wanjiru, row) == 409
        assert not Scan.objects.due(now).exists()
        command("exit 0")
        look(now + timedelta(minutes=2))
        assert opened(client, wanjiru, row) == 200

    def test_the_job_takes_up_what_was_lost(self, command, academy, attempt, now, django_capture_on_commit_callbacks):
        command("exit 0")
        with_file(attempt, jpeg(), now)
        with django_capture_on_commit_callbacks(execute=True):
            ScanFiles().run([academy], now=now)
        assert not Scan.objects.exists()

    def test_of_two_workers_one_checks(self, command, attempt, now, tmp_path):
        command(f"echo >> {tmp_path}/asked; exit 2")
        with_file(attempt, jpeg(), now)
        scan = Scan.objects.get()
        for _worker in range(2):
            scans.scan_file(scan.pk, clock=lambda: now)
        assert (tmp_path / "asked").read_text() == "\n"

    def test_it_is_never_given_up_and_the_health_page_warns(self, command, attempt, now):
        command("exit 2")
        with_file(attempt, jpeg(), now)
        assert scans.backlog(now).status == "up"
        at = now
        for _time in range(12):
            look(at)
            before, at = at, Scan.objects.get().next_at
        assert at - before == timedelta(hours=1)
        assert scans.backlog(at).status == "warning"


class TestAVirus:
    def test_the_file_goes_and_the_learner_is_told(
        self, command, client, attempt, wanjiru, now, django_capture_on_commit_callbacks
    ):
        command("exit 1")
        row = with_file(attempt, jpeg(), now)
        storage, name = row.file.storage, row.file.name
        with django_capture_on_commit_callbacks(execute=True):
            look(now)
        attempt.refresh_from_db()
        assert not attempt.state["responses"]["work"]
        assert not storage.exists(name)
        assert not HandedFile.objects.exists()
        assert "found a virus in “scene.jpg”" in page_of(client, attempt)
        assert Notice.objects.get(kind="hand_in_file_removed").person == wanjiru
        client.force_login(wanjiru)
        assert "virus" in client.get(reverse("notices:mine")).content.decode()

    def test_of_work_that_is_handed_in(self, command, client, enrolment, omar, now):
        command("exit 1")
        work = handed_in(enrolment, now, files=[jpeg()])
        look(now)
        work.refresh_from_db()
        assert (work.waiting, work.state["responses"]["work"]["files"]) == (True, [])
        assert "found a virus" in page_of(client, work)
        client.force_login(omar)
        assert "found a virus" in client.get(reverse("quiz:mark", args=[work.pk, "work"])).content.decode()

    @pytest.mark.parametrize("course", [{"in_groups": True}], indirect=True)
    def test_of_a_group_from_the_work_of_each(self, command, cohort, enrolment, other_enrolment, wanjiru, abdi, now):
        command("exit 1")
        entry = enrolment.release.outline.by_slug("raid-report")
        groups.arrange(cohort=cohort, activity=entry.id, names={wanjiru.pk: "A", abdi.pk: "A"})
        attempt = begun(enrolment, now)
        with_file(attempt, jpeg(), now)
        groups.hand_in(attempt=attempt, by=wanjiru, now=now)
        look(now)
        other = other_enrolment.attempts.get()
        assert other.state["infected"] == ["scene.jpg"]
        assert not other.state["responses"]["work"]
        assert set(Notice.objects.values_list("person", flat=True)) == {wanjiru.pk, abdi.pk}

    def test_of_a_marker(self, command, client, omar, enrolment, now):
        work = handed_in(enrolment, now)
        command("exit 1")
        client.force_login(omar)
        said = {
            "event_id": str(uuid7()),
            "text": "Read",
            "attachment": SimpleUploadedFile("marked.txt", b"See line 2."),
        }
        client.post(reverse("assignment:note", args=[work.pk]), said)
        look(now)
        work.refresh_from_db()
        [note] = work.state["notes"]
        assert (note["text"], note["attachment"], note["infected"]) == ("Read", None, "marked.txt")
        assert "marked.txt" in client.get(reverse("quiz:mark", args=[work.pk, "work"])).content.decode()

    def test_a_learner_cannot_say_so(self):
        assert "infected" not in HandIn.learners_facts


class TestScanner:
    def test_a_command(self, command):
        command('grep -q PDF "$1"')
        assert is_clean(io.BytesIO(PDF))
        assert not is_clean(io.BytesIO(b"anything else"))
        command("exit 2")
        with pytest.raises(NoAnswer):
            is_clean(io.BytesIO(PDF))

    def test_clamd(self, tmp_path, settings):
        got = []

        class Clamd(socketserver.StreamRequestHandler):
            def handle(self):
                assert self.rfile.read(10) == b"zINSTREAM\0"
                data = b""
                while size := int.from_bytes(self.rfile.read(4)):
                    data += self.rfile.read(size)
                got.append(data)
                self.wfile.write(b"stream: Eicar FOUND\0" if b"EICAR" in data else b"stream: OK\0")

        path = str(tmp_path / "clamd.sock")
        settings.PLUGIN_SETTINGS = {**settings.PLUGIN_SETTINGS, "assignment": {"SCANNER": path}}
        with socketserver.UnixStreamServer(path, Clamd) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            assert is_clean(io.BytesIO(PDF))
            assert not is_clean(io.BytesIO(b"EICAR"))
            server.shutdown()
        assert got == [PDF, b"EICAR"]
        with pytest.raises(NoAnswer):
            is_clean(io.BytesIO(PDF))

    def test_clamd_that_never_answers(self, tmp_path, settings, monkeypatch):
        class Silent(socketserver.StreamRequestHandler):
            def handle(self):
                time.sleep(1)

        monkeypatch.setattr(scanner, "SCAN_SECONDS", 0.2)
        path = str(tmp_path / "clamd.sock")
        settings.PLUGIN_SETTINGS = {**settings.PLUGIN_SETTINGS, "assignment": {"SCANNER": path}}
        with socketserver.UnixStreamServer(path, Silent) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with pytest.raises(NoAnswer):
                is_clean(io.BytesIO(PDF))
            server.shutdown()


def test_the_list_of_files_costs_one_statement_more(command, attempt, now, django_assert_num_queries):
    command("exit 0")
    for side in (40, 50, 60):
        with_file(attempt, jpeg(side), now)
        attempt.refresh_from_db()
    with django_assert_num_queries(1):
        said = scans.with_sentences(services.files_in(attempt.state))
    assert all("being checked" in one["scan"] for one in said)
