"""Mails about what broke and what works again: each once, from whichever process, and no storm."""

import shutil
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from certificates.statement import keys
from home import tasks
from home.models import Alert, BackupSet
from home.operation import heartbeat
from home.operation.health import alerts, keeping
from home.operation.health.texts import WORDS
from lms.foundation.plugins import health
from lms.foundation.plugins.health import DOWN, Finding
from tests.people.mailbox import text_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GB = 1024**3


@pytest.fixture
def well(db, settings, tmp_path, mail_server):
    """An installation in which all works, with a mail server and somebody who is told."""
    settings.CERTIFICATE_KEYS, settings.DATA_DIR = tmp_path / "keys", tmp_path
    settings.ALERT_MAIL, settings.BASE_URL = ["ops@example.org"], "https://academy.example"
    keys.make(now=timezone.now())
    for queue in ("celery", "sweeps"):
        tasks.beat(queue)
    return mail_server


class Watching:
    """Watches minute by minute, while `broken` parts do not work."""

    def __init__(self, monkeypatch) -> None:
        self.now, self.broken = timezone.now(), {}
        monkeypatch.setattr(alerts, "findings", self._findings)

    def _findings(self, now):
        return {name: self.broken.get(name, Finding()) for name in (alerts.DATABASE, *alerts.TOLD)}

    def minutes(self, number) -> list[str]:
        told = []
        for _ in range(number):
            self.now += MINUTE
            told += alerts.watch(self.now)
        return told


@pytest.fixture
def watching(monkeypatch):
    return Watching(monkeypatch)


@pytest.mark.parametrize("name", ["database", *alerts.TOLD])
def test_each_is_told_once_when_it_breaks_and_once_when_it_works_again(well, watching, name):
    assert watching.minutes(5) == []
    watching.broken[name] = Finding(DOWN, {"seconds_silent": 240})
    assert watching.minutes(30) == [name]
    del watching.broken[name]
    assert watching.minutes(200) == [name]
    broke, mended = well.taken
    assert "https://academy.example needs somebody to look" in broke["Subject"]
    label, advice, _page = map(str, WORDS[name])
    assert f"{label}: Does not work" in text_of(broke) and advice in text_of(broke).replace("\n", " ")
    assert "Seconds without a sign of life: 240" in text_of(broke)
    assert "works again" in mended["Subject"] and f"{label}: Works" in text_of(mended)
    assert "https://academy.example/operation/" in text_of(mended)


def test_a_moment_is_not_told(well, watching):
    watching.broken["worker"] = Finding(DOWN)
    assert watching.minutes(2) == []
    del watching.broken["worker"]
    assert watching.minutes(60) == [] and well.taken == []


def test_several_at_once_are_one_mail(well, watching):
    watching.broken = {"worker": Finding(DOWN), "sweeper": Finding(DOWN), "cache": Finding(DOWN)}
    assert set(watching.minutes(5)) == {"worker", "sweeper", "cache"}
    assert len(well.taken) == 1


@pytest.mark.parametrize("name", ["worker", "database"])
def test_a_part_that_flaps_is_at_most_one_mail_an_hour(well, watching, name):
    for minute in range(12 * 60):
        if minute % 10 == 0:
            watching.broken = {} if watching.broken else {name: Finding(DOWN)}
        watching.minutes(1)
    assert 4 <= len(well.taken) <= 13  # two in the first hour: that it broke, that it works again


def test_what_no_mail_server_took_is_told_later(well, watching, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    watching.broken["worker"] = Finding(DOWN)
    assert watching.minutes(5) == []
    settings.EMAIL_PORT = port
    assert watching.minutes(5) == ["worker"]
    assert len(well.taken) == 1


def test_a_mail_server_that_was_gone_is_told_when_it_is_back(well, watching, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    watching.broken["mail_server"] = Finding(DOWN)
    assert watching.minutes(10) == []
    settings.EMAIL_PORT = port
    del watching.broken["mail_server"]
    assert watching.minutes(10) == ["mail_server"]
    assert [message["Subject"] for message in well.taken] == ["Mafunzo at https://academy.example works again"]


def test_superusers_are_told_in_their_language_where_no_address_is_set(well, watching, settings, django_user_model):
    settings.ALERT_MAIL = []
    for number, language in (("S-1", "fr"), ("S-2", "")):
        person = django_user_model.objects.create_user(number, name=number, is_superuser=True)
        person.email, person.language = f"{number}@example.org".lower(), language
        person.save()
    watching.broken["worker"] = Finding(DOWN)
    assert watching.minutes(5) == ["worker"]
    assert len(well.taken) == 2 and len({message["Subject"] for message in well.taken}) == 2
    assert all(message["To"] is None for message in well.taken), "Nobody reads who else was told."


def test_nobody_to_tell_is_no_fault_and_told_as_soon_as_there_is_somebody(well, watching, settings):
    settings.ALERT_MAIL = []
    watching.broken["worker"] = Finding(DOWN)
    assert watching.minutes(5) == []
    settings.ALERT_MAIL = ["ops@example.org"]
    assert watching.minutes(5) == ["worker"]


def test_a_process_that_was_killed_while_it_told_leaves_that_to_the_next(well, watching):
    watching.broken["worker"] = Finding(DOWN)
    watching.minutes(2)
    later = watching.now + MINUTE
    assert Alert.objects.claim("worker", until=later + alerts.LEASE, now=later)
    assert watching.minutes(4) == []
    assert watching.minutes(4) == ["worker"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["worker", "database"])
def test_two_schedulers_at_once_give_one_mail(well, watching, name):
    watching.broken[name] = Finding(DOWN)
    watching.minutes(2)
    start = threading.Barrier(4)

    def watch():
        start.wait()
        try:
            alerts.watch(watching.now + 2 * MINUTE)
        finally:
            connection.close()

    threads = [threading.Thread(target=watch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(well.taken) == 1


class TestTheRealParts:
    """Faults that are injected for real, found by the checks themselves."""

    @pytest.fixture(autouse=True)
    def _of_this_moment(self, monkeypatch):
        monkeypatch.setattr(alerts, "findings", lambda _now: health.findings(timezone.now()))

    def watch(self, now, times=4):
        told = []
        for minute in range(times):
            keeping.forget_all()
            told += alerts.watch(now + minute * MINUTE)
        return told

    def test_all_works(self, well):
        assert self.watch(timezone.now()) == []
        assert not Alert.objects.filter(broken=True).exists()

    def test_a_database_that_is_away(self, well):
        def refuse(*_args):
            raise OperationalError

        with connection.execute_wrapper(refuse):
            assert self.watch(timezone.now()) == ["database"]
        assert self.watch(timezone.now() + HOUR) == ["database"]
        assert len(well.taken) == 2

    @pytest.mark.parametrize(("queue", "name"), [("celery", "worker"), ("sweeps", "sweeper")])
    def test_a_worker_that_is_silent(self, well, queue, name):
        heartbeat.beat(queue, timezone.now() - HOUR)
        assert self.watch(timezone.now()) == [name]
        heartbeat.beat(queue, timezone.now())
        assert self.watch(timezone.now() + 10 * MINUTE, times=1) == []
        self.is_mended(well, name)

    def test_a_cache_that_is_away(self, well, settings):
        settings.REDIS_URL, before = "redis://127.0.0.1:1/0", settings.REDIS_URL
        assert self.watch(timezone.now()) == ["cache"]
        settings.REDIS_URL = before
        self.is_mended(well, "cache")

    def test_a_storage_that_takes_no_file(self, well, settings, tmp_path):
        before = settings.MEDIA_ROOT
        (tmp_path / "file").write_text("")
        settings.MEDIA_ROOT = tmp_path / "file"
        assert self.watch(timezone.now()) == ["storage"]
        settings.MEDIA_ROOT = before
        self.is_mended(well, "storage")

    def test_a_disk_that_is_full(self, well, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(total=100 * GB, free=0))
            assert self.watch(timezone.now()) == ["disk"]
        self.is_mended(well, "disk")

    def test_a_backup_that_is_old(self, well, settings):
        settings.BACKUP_TO = "/somewhere"
        BackupSet.objects.create(name="one", made_at=timezone.now() - timedelta(days=3), size=1)
        assert self.watch(timezone.now()) == ["backup"]
        BackupSet.objects.create(name="two", made_at=timezone.now(), size=1)
        self.is_mended(well, "backup")

    def test_a_key_that_is_gone(self, well, settings, tmp_path):
        settings.CERTIFICATE_KEYS, before = tmp_path / "none", settings.CERTIFICATE_KEYS
        assert self.watch(timezone.now()) == ["certificate_keys"]
        settings.CERTIFICATE_KEYS = before
        self.is_mended(well, "certificate_keys")

    def test_a_table_that_is_gone(self, well):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE home_homepage RENAME TO home_gone")
        try:
            assert self.watch(timezone.now()) == ["schema"]
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE home_gone RENAME TO home_homepage")
        self.is_mended(well, "schema")

    def is_mended(self, well, name):
        """Two hours later it is told that the part works again, once: two mails in all."""
        assert self.watch(timezone.now() + 2 * HOUR, times=20) == [name]
        assert len(well.taken) == 2 and "works again" in well.taken[1]["Subject"]


def test_the_worker_of_deadlines_watches_where_the_other_is_silent(well, watching, monkeypatch):
    watched = []
    monkeypatch.setattr(alerts, "watch", watched.append)
    tasks.watch("sweeps")
    assert watched == []
    heartbeat.beat("celery", timezone.now() - HOUR)
    tasks.watch("sweeps")
    tasks.watch("celery")
    assert len(watched) == 2


def test_both_watch_where_the_database_is_away(well, watching, monkeypatch):
    watched = []
    monkeypatch.setattr(alerts, "watch", watched.append)

    def refuse(*_args):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        tasks.watch("sweeps")
    assert len(watched) == 1


def test_no_mail_names_a_person(well, watching, wanjiru):
    watching.broken["mails"] = Finding(DOWN)
    watching.broken["worker"] = Finding(DOWN)
    watching.minutes(5)
    assert wanjiru.name not in text_of(well.taken[0])
