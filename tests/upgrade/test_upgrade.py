"""`manage.py upgrade` with real processes: two web servers behind nginx, a worker, and people who use the site."""

import fcntl
import subprocess
import sys

import pytest
from django.db import connection

from lms.version import VERSION

from .site import NEXT, ROOT, Site, Visitors, write

HEALTH = ROOT / "home" / "operation" / "health" / "probes.py"
BROKEN = """

def storage(now: datetime) -> Finding:
    return Finding(DOWN)
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database():
    """The address of an empty database beside that of the tests; empty for an embedded one."""
    if connection.vendor == "sqlite":
        yield ""
        return
    from tests.journeys.web import address_of

    name = f"{connection.settings_dict['NAME']}_upgraded"  # each worker has a database of its own for tests
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"{address_of(connection).rpartition('/')[0]}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def site(database, tmp_path):
    with Site(tmp_path, database) as site:
        yield site


def test_no_request_is_lost_while_the_next_version_comes(site):
    with Visitors(site.port) as visitors:
        visitors.until_answered()
        done = site.upgrade()
        visitors.until_answered()
    assert done.returncode == 0, done.stdout + done.stderr + site.logs()
    assert site.versions() == {"web@1": NEXT, "web@2": NEXT}
    assert visitors.faults == []
    assert len(visitors.acknowledged) > 20
    assert f"Mafunzo {NEXT} serves." in done.stdout.splitlines()[-1]
    assert len(done.stdout.partition("What happened:\n")[2].splitlines()) <= 10
    assert len(list(site.sets.iterdir())) == 1


@pytest.mark.sweep
def test_one_that_is_killed_or_does_not_come_is_taken_back_or_begun_again(site):
    with Visitors(site.port) as visitors:
        command = [sys.executable, "manage.py", "upgrade", "--yes", "--no-backup"]
        upgrading = subprocess.Popen(command, cwd=site.new, env=site.environment, stdout=subprocess.DEVNULL)
        site.until(lambda: site.versions()["web@1"] == NEXT)
        upgrading.kill()
        upgrading.wait()
        write(site.new, "home/operation/health/probes.py", HEALTH.read_text() + BROKEN)
        back = site.upgrade("--no-backup", "--seconds=20")
        assert (back.returncode, set(site.versions().values())) == (2, {VERSION}), back.stdout + back.stderr
        assert (site.folder / "current").resolve() == site.old
        assert "web@1 answers, but there is down: storage. The version before serves again" in back.stdout
        write(site.new, "home/operation/health/probes.py", HEALTH.read_text())
        again = site.upgrade("--no-backup")
    assert (again.returncode, set(site.versions().values())) == (0, {NEXT}), again.stdout + again.stderr + site.logs()
    assert visitors.faults == []


@pytest.mark.once
class TestRefusals:
    """Nothing is changed, and one sentence says what to do. Nothing of the site runs."""

    @pytest.fixture
    def still(self, database, tmp_path):
        site = Site(tmp_path, database)
        site.migrate()
        site.command("release", str(site.old))
        return site

    def test_what_is_missing_is_said_before_anything_is_done(self, still):
        write(still.new, "lms/version.py", f'VERSION = "{NEXT}"\nOLDEST_PROGRAM = "98.0.0"\n')
        done = still.upgrade(BACKUP_TO="")
        assert done.returncode == 1
        assert "Upgrade to 98.0.0 first" in done.stderr
        assert "set BACKUP_TO and BACKUP_KEY" in done.stderr
        done = still.manage(still.new, "upgrade", "--no-backup")
        assert "Upgrade to 98.0.0 first" in done.stderr

    def test_without_a_word_or_anybody_to_give_it_nothing_is_done(self, still):
        done = still.manage(still.new, "upgrade", "--no-backup")
        assert (done.returncode, done.stderr) == (1, "CommandError: There is nobody to ask. Give --yes.\n")
        assert not still.migrated()

    def test_a_backup_that_fails_ends_it(self, still):
        still.sets.rmdir()
        done = still.upgrade()
        assert (done.returncode, "There is no folder" in done.stderr) == (1, True), done.stderr
        assert not still.migrated()

    def test_a_second_one_waits_for_the_first(self, still):
        with (still.data / ".upgrade.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = still.upgrade("--no-backup")
        assert "Another upgrade is running on this data folder." in done.stderr

    def test_without_a_command_it_says_what_to_restart(self, still):
        done = still.upgrade("--no-backup", UPGRADE_COMMAND="")
        assert (done.returncode, still.migrated()) == (0, True), done.stderr
        assert "now restart web@1, worker, web@2 with this version" in done.stdout
        done = still.manage(still.old, "upgrade", "--yes", "--no-backup")
        assert f"The database was brought to Mafunzo {NEXT}, and this program is {VERSION}" in done.stderr

    def test_a_command_that_is_no_command_or_fails_replaces_nothing(self, still):
        done = still.upgrade("--no-backup", UPGRADE_COMMAND="no-such-program")
        assert (done.returncode, "is no program on this machine" in done.stderr) == (1, True)
        done = still.upgrade("--no-backup", UPGRADE_COMMAND="false")
        assert (done.returncode, "ended in 1" in done.stderr) == (1, True), done.stderr
