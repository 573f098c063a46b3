"""A list of people that is brought in, and a person who is erased, killed with -9: it goes on, or nothing happened, and
which of both is said.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from lms.desks.privacy import services as privacy
from lms.desks.privacy.erasure import is_erased
from lms.desks.privacy.models import Erasure
from lms.people.administration.records.models import SearchWord
from lms.people.administration.roster.application_step import BATCH
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

from .web import ROOT, address_of

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 6 * BATCH
LINES = "".join(f"KE-{place:05d},Person {place}a,F,Cadet\n" for place in range(NUMBER))


class Command:
    """`manage.py` in a process of its own, over the database of the test."""

    def __init__(self, folder: Path) -> None:
        if connection.vendor == "sqlite":
            (folder / "mafunzo.sqlite3").symlink_to(connection.settings_dict["NAME"])
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "DATABASE_URL": address_of(connection) if connection.vendor == "postgresql" else "",
            "REDIS_URL": "",
            "MAFUNZO_DATA": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "LOG_LEVEL": "ERROR",
        }

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def killed_when(process: subprocess.Popen, so_far) -> None:
    """Kill it with -9 as soon as `so_far()`."""
    limit = time.monotonic() + 60
    while not so_far() and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.005)
    assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.fixture
def brought(academy, tmp_path):
    file = tmp_path / "intake.csv"
    file.write_text("Force No,Full name,Sex,Rank\n" + LINES)
    return ["manage.py", "roster", str(file), "--institution", str(academy.pk), "--cohort", "Intake"]


def test_a_list_that_was_cut_off_goes_on_and_says_so(brought, tmp_path):
    command = Command(tmp_path)
    killed_when(command.start(*brought), lambda: RosterRow.objects.filter(outcome="applied").count() >= BATCH)
    [roster] = Roster.objects.all()
    done = RosterRow.objects.filter(outcome="applied").count()
    assert (roster.status, roster.handled) == ("applying", done)
    assert 0 < done < NUMBER
    assert User.objects.filter(service_number__startswith="KE-").count() == done, "whole batches, or none of them"

    said, complained = command.start(*brought).communicate(timeout=120)

    assert f"This list was cut off at {done} of {NUMBER} rows. It goes on there." in complained
    assert f"{NUMBER} new, 0 changed, 0 unchanged" in said
    assert User.objects.filter(service_number__startswith="KE-").count() == NUMBER
    assert Cohort.objects.get().members.count() == NUMBER
    assert SearchWord.objects.values("user").distinct().count() == NUMBER
    roster.refresh_from_db()
    assert roster.status == "done"


def test_a_list_with_first_passwords_is_all_or_nothing_and_says_so(brought, tmp_path):
    command, passwords = Command(tmp_path), tmp_path / "passwords.csv"
    process = command.start(*brought, "--passwords", str(passwords))
    assert "If this is cut off, nothing is changed: bring the list again." in process.stdout.readline()
    time.sleep(1)
    killed_when(process, lambda: True)
    assert (Roster.objects.count(), User.objects.filter(service_number__startswith="KE-").count()) == (0, 0)
    assert not passwords.exists()


WORK = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from lms.people.directory.models import Membership
from lms.desks.privacy import erasure, services
print("ready", flush=True)
slow = erasure._bury
def bury(*given):
    print("inside", flush=True)
    __import__("time").sleep(60)
if {hang}:
    erasure._bury = bury
print(services.carry_out_due(now=timezone.now() + timedelta(days=30)))
"""


def test_an_erasure_that_was_killed_left_everything_and_is_done_the_next_time(academy, tmp_path):
    who = make_person("KE-9", "Amina Noor", academy, "administrator")
    person = make_person("KE-10", "Zebunnisa Quagga", academy, "instructor", email="zq@example.org")
    privacy.ask(person=person, reason="She asked.", by=who, now=timezone.now() - timedelta(days=8))
    command = Command(tmp_path)
    process = command.start("-c", WORK.format(hang=True))
    while process.stdout.readline().strip() != "inside":
        assert process.poll() is None, process.communicate()
    killed_when(process, lambda: True)
    person.refresh_from_db()
    assert (person.name, person.memberships.count()) == ("Zebunnisa Quagga", 1)
    assert Erasure.objects.get().state == "waiting"

    said, complained = command.start("-c", WORK.format(hang=False)).communicate(timeout=60)

    assert said.split() == ["ready", "1"], complained
    person.refresh_from_db()
    assert is_erased(person)
    assert Erasure.objects.get().state == "done"
