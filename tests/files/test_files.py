"""Files that are made in the background: who gets them, what becomes of them, and what is left after a day."""

import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.files import services
from lms.files.models import FOLDER, MadeFile
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.asked import long_ago
from tests.conftest import make_person
from tests.made_files import ask, fetch, made_file, make

OWN = "/privacy/personal-data.pdf"


@pytest.fixture(autouse=True)
def _folder(db):
    """An empty folder of files."""
    folder = Path(settings.DATA_DIR, "private", FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def amina(academy):
    return make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)


def of(person) -> str:
    return reverse("privacy:paper", args=[person.pk])


def stored() -> list[str]:
    folder = Path(settings.DATA_DIR, "private", FOLDER)
    return sorted(os.listdir(folder)) if folder.exists() else []


class TestTheWay:
    def test_is_asked_for_watched_and_fetched(self, as_, wanjiru):
        client = as_(wanjiru)
        assert "Make the file" in client.get(OWN).content.decode() and not MadeFile.objects.exists()
        row = ask(client, OWN)
        page = client.get(reverse("files:file", args=[row.pk])).content.decode()
        assert 'http-equiv="refresh"' in page and "You can leave the page" in page and "Look again" in page
        assert fetch(client, row).status_code == 302
        make(row)
        page = client.get(reverse("files:file", args=[row.pk])).content.decode()
        assert "Download" in page and 'http-equiv="refresh"' not in page
        answer = fetch(client, row)
        assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].endswith('.pdf"') and "no-store" in answer["Cache-Control"]
        assert row.title in client.get(reverse("files:index")).content.decode()

    def test_a_worker_makes_it_when_the_request_is_over(self, as_, wanjiru, on_commit):
        with on_commit():
            row = ask(as_(wanjiru), OWN)
        row.refresh_from_db()
        assert row.status == "done" and stored() == [str(row.pk)]

    def test_is_told_when_it_is_there(self, as_, wanjiru, now):
        make(ask(as_(wanjiru), OWN))
        for _twice in range(2):
            due_notices.gather(now=timezone.now() + timedelta(minutes=3))
        [notice] = Notice.objects.filter(kind="file_finished")
        assert notice.person_id == wanjiru.pk

    def test_is_fetched_after_showing_who_it_is(self, as_, wanjiru):
        row = make(ask(as_(wanjiru), OWN))
        answer = long_ago(as_(wanjiru)).get(reverse("files:fetch", args=[row.pk]))
        assert answer.url.startswith(reverse("confirm-yourself"))

    def test_two_clicks_are_one_file(self, as_, wanjiru):
        client = as_(wanjiru)
        assert ask(client, OWN) == ask(client, OWN)
        row = MadeFile.objects.get()
        twin = MadeFile.objects.get()
        twin.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
        make(row)
        assert ask(client, OWN) != row, "data may have changed since"

    def test_one_person_has_a_limited_number(self, as_, wanjiru, monkeypatch):
        monkeypatch.setattr(MadeFile, "MOST", 1)
        client = as_(wanjiru)
        make(ask(client, OWN))
        answer = client.post(OWN, follow=True)
        assert "many files" in answer.content.decode() and MadeFile.objects.count() == 1


class TestWhoGetsIt:
    def test_nobody_else_by_its_address(self, as_, wanjiru, amina, abdi, superuser):
        row = make(ask(as_(wanjiru), OWN))
        for other in (amina, abdi, superuser):
            for name in ("files:file", "files:fetch"):
                assert as_(other).get(reverse(name, args=[row.pk])).status_code == 404, other
        assert Client().get(reverse("files:fetch", args=[row.pk])).status_code == 302

    def test_what_is_asked_for_is_checked_like_its_page(self, as_, wanjiru, amina, omar, neighbour):
        for other in (omar, neighbour, wanjiru):
            assert as_(other).post(of(wanjiru)).status_code == 404
        assert as_(amina).post(of(amina)).status_code == 404
        assert not MadeFile.objects.exists()

    def test_not_after_the_person_was_transferred(self, as_, wanjiru, amina, ugandan_academy, now):
        client = as_(amina)
        row = make(ask(client, of(wanjiru)))
        waits = ask(client, of(wanjiru))
        assert fetch(client, row).status_code == 200
        people_services.transfer(person=wanjiru, to=ugandan_academy, now=now)
        assert fetch(client, row).status_code == 404
        assert (make(waits).status, waits.problem, bool(waits.file)) == ("failed", services.NO_RIGHT, False)
        page = client.get(reverse("files:file", args=[waits.pk])).content.decode()
        assert "You may no longer have this file" in page

    def test_not_after_the_role_was_taken(self, as_, wanjiru, amina):
        row = make(ask(as_(amina), of(wanjiru)))
        amina.memberships.all().delete()
        assert fetch(as_(amina), row).status_code == 404

    def test_nothing_is_made_for_somebody_who_may_not_sign_in(self, as_, wanjiru):
        row = ask(as_(wanjiru), OWN)
        type(wanjiru).objects.filter(pk=wanjiru.pk).update(is_active=False)
        assert make(row).problem == services.NO_RIGHT

    def test_the_log_knows_who_fetched_it(self, as_, wanjiru, amina):
        made_file(as_(amina), of(wanjiru))
        entry = AuditEntry.objects.get(action="personal_data_exported")
        assert (entry.by_id, entry.person_id) == (amina.pk, wanjiru.pk)

    def test_an_unknown_kind_is_not_there(self, wanjiru):
        with pytest.raises(Http404):
            services.find("nothing", {}, wanjiru)


class TestFaults:
    def test_a_killed_worker_is_followed_by_another(self, as_, wanjiru, on_commit):
        row = ask(as_(wanjiru), OWN)
        MadeFile.objects.filter(pk=row.pk).update(status="running", tries=1)
        services.make(row.pk)
        assert MadeFile.objects.get().status == "running", "its worker may be alive"
        later = timezone.now() + MadeFile.STALE + timedelta(seconds=1)
        with on_commit():
            assert services.resume(now=later) == 1
        services.make(row.pk, clock=lambda: later)
        assert make(row).status == "done"

    def test_is_given_up_after_some_tries(self, as_, wanjiru):
        row = ask(as_(wanjiru), OWN)
        MadeFile.objects.filter(pk=row.pk).update(status="running", tries=MadeFile.MOST_TRIES)
        later = timezone.now() + MadeFile.STALE + timedelta(seconds=1)
        services.make(row.pk, clock=lambda: later)
        row.refresh_from_db()
        assert (row.status, row.problem) == ("failed", services.BROKEN)

    def test_who_comes_late_keeps_nothing(self, as_, wanjiru):
        row = ask(as_(wanjiru), OWN)
        MadeFile.objects.filter(pk=row.pk).update(status="running", tries=2)
        row.refresh_from_db()
        row.tries = 1
        services._keep(row, ContentFile(b"late"), "late.pdf", timezone.now())
        assert not MadeFile.objects.get().file and stored() == []

    def test_a_full_disk_is_said_and_leaves_nothing(self, as_, wanjiru, monkeypatch):
        client = as_(wanjiru)
        row = ask(client, OWN)

        def full(*_args, **_options):
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(os, "link", full)
            make(row)
        assert (row.status, row.problem, stored()) == ("failed", services.NO_ROOM, [])
        assert "has no room" in client.get(reverse("files:file", args=[row.pk])).content.decode()
        assert made_file(client, OWN).status_code == 200

    def test_a_file_that_is_lost_is_asked_for_again(self, as_, wanjiru):
        client = as_(wanjiru)
        row = make(ask(client, OWN))
        row.file.storage.delete(row.file.name)
        assert fetch(client, row).url == reverse("files:file", args=[row.pk])


class TestAfterADay:
    def test_rows_and_files_go(self, as_, wanjiru):
        client = as_(wanjiru)
        row = make(ask(client, OWN))
        services.delete_old(now=row.made_at + timedelta(hours=23))
        assert stored() == [str(row.pk)]
        services.delete_old(now=row.made_at + services.DAY)
        assert stored() == [] and not MadeFile.objects.exists()

    def test_is_not_fetched_any_more(self, wanjiru, as_):
        row = make(ask(as_(wanjiru), OWN))
        with pytest.raises(services.NotThere):
            services.fetch(row=row, by=wanjiru, now=row.gone_at)

    def test_what_a_killed_process_left_goes_too(self, as_, wanjiru):
        row = make(ask(as_(wanjiru), OWN))
        storage = row.file.storage
        storage.save(f"{FOLDER}half.part", ContentFile(b"half"))
        services.delete_old(now=timezone.now())
        assert "half.part" in stored()
        services.delete_old(now=timezone.now() + services.DAY + timedelta(minutes=1))
        assert stored() == []

    def test_one_that_is_made_too_late_is_not_kept(self, as_, wanjiru):
        row = ask(as_(wanjiru), OWN)
        services.make(row.pk, clock=lambda: row.gone_at)
        assert stored() == []


def test_goes_with_the_person_it_is_of(as_, wanjiru, amina):
    from lms.desks.privacy.erasure import erase

    row = make(ask(as_(amina), of(wanjiru)))
    assert row.about_id == wanjiru.pk
    erase(wanjiru)
    assert not MadeFile.objects.exists() and stored() == []
