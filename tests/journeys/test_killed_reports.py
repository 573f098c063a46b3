"""A long file of a report, killed with -9 in its middle: it is made whole, told once, and takes little memory."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from lms.desks.notices import tasks as notices
from lms.desks.notices.models import Delivery
from lms.desks.reporting.named_reports import NamedReport
from lms.desks.saved_reports import files
from lms.files import services, tasks
from lms.files.models import MadeFile
from tests.reporting.test_budgets import fill

from .test_killed_people import Command, killed_when

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = int(os.environ.get("MAFUNZO_REPORT_ROWS", "6000"))
LIST = NamedReport("completion-lines", "state=assigned")
MOST_MEGABYTES = 150
MAKE = "from lms.files import services; services.make({pk})"
SAY = "; print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
"""The most memory that the process has had, in KB; before and after the file is made."""


@pytest.fixture
def filled(course, academy, neighbour_academy, halima):
    fill(course, [academy, neighbour_academy], timezone.now(), ROWS)
    halima.email = "halima@example.org"
    halima.save()
    return halima


def waiting(person, kind: str) -> MadeFile:
    """A file of a schedule by mail whose task was lost."""
    now = timezone.now()
    asked = {**files.asked_for(LIST, kind, person), "attached": False}
    return MadeFile.objects.create(
        kind=files.MailedReport.slug, asked=asked, title="Assigned",
        language="en", back="/reports/", by=person, made_at=now, touched_at=now, gone_at=now + services.DAY,
    )  # fmt: skip


def test_it_is_made_whole_and_told_once(filled, tmp_path):
    row = waiting(filled, "csv")
    process = Command(tmp_path).start("manage.py", "shell", "--no-imports", "-c", MAKE.format(pk=row.pk))
    killed_when(process, lambda: MadeFile.objects.get().handled >= services.STEP)
    row.refresh_from_db()
    assert (row.status, row.file.name) == ("running", "")

    MadeFile.objects.update(touched_at=timezone.now() - timedelta(minutes=6))
    for _again in range(2):
        tasks.sweep_files()
        notices.tell()
    row.refresh_from_db()
    assert (row.status, row.tries) == ("done", 2)
    with row.file.open() as file:
        assert file.read().count(b"\n") == ROWS + 1
    assert Delivery.objects.filter(person=filled, channel="mail").count() == 1
    with time_machine.travel((timezone.now() + timedelta(days=1)).replace(hour=9), tick=False):  # no quiet hours
        notices.tell()
        notices.tell()
    assert [letter.to for letter in mail.outbox] == [["halima@example.org"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_is_bounded(filled, tmp_path, kind):
    """Beside what the process takes before it begins. `MAFUNZO_REPORT_ROWS=100000` measures as many."""
    row = waiting(filled, kind)
    process = Command(tmp_path).start(
        "manage.py", "shell", "--no-imports", "-c", f"pass{SAY}; {MAKE.format(pk=row.pk)}{SAY}"
    )
    said, complained = process.communicate(timeout=900)
    row.refresh_from_db()
    assert row.status == "done", complained
    before, after = map(int, said.split()[-2:])
    megabytes = (after - before) // 1024
    print(f"{kind} of {ROWS} rows: {megabytes} MB, beside {before // 1024} before")
    assert megabytes < MOST_MEGABYTES
