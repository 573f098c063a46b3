"""Work without end holds up no deadline: real workers, as `manage.py serve` starts them, over the embedded queue."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.quiz.exams import sittings
from assessments.quiz.models import QuizPage, Sitting, Ticket
from lms.celery import app
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.work.scheduler import app as scheduler
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from lms.people.directory.models import Cohort
from tests.releasing import release_waiting

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once,
    pytest.mark.filterwarnings("ignore:task_always_eager has no effect"),
]
ROOT = Path(__file__).resolve().parents[2]
LIMIT = 120.0
"""Seconds in which a worker starts and takes a task, on a machine that is busy."""


AS_SERVED = """
import gc
gc.disable()
from home.operation import process_sizes, programs
from lms.celery import app

app.conf.include = ["tests.journeys.occupying"]
programs.worker({queue!r}, process_sizes.SMALL)
"""


@pytest.fixture
def workers():
    """Both workers of the embedded installation, over the test's database and a queue of their own."""
    database = settings.DATA_DIR / "mafunzo.sqlite3"
    database.symlink_to(settings.DATABASES["default"]["TEST"]["NAME"])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "PYTEST_"))}
    environment |= {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "MAFUNZO_DATA": str(settings.DATA_DIR)}
    with (settings.DATA_DIR / "workers.log").open("w") as log:
        commands = [[sys.executable, "-c", AS_SERVED.format(queue=queue)] for queue in ("celery", settings.SWEEPS)]
        own = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": log, "start_new_session": True}
        running = [subprocess.Popen(command, **own) for command in commands]
        yield running
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
    database.unlink()


def eventually(happened) -> bool:
    ends = time.monotonic() + LIMIT
    while not happened() and time.monotonic() < ends:
        time.sleep(0.1)
    return happened()


@pytest.fixture
def overdue(enrolment, now):
    """An attempt whose time was over a minute ago and that nobody submitted."""
    page = QuizPage.objects.get(slug="trafficking-quiz")
    page.limit_minutes, page.grace_seconds = 30, 0
    page.save_revision().publish()
    release_waiting()
    enrolment.refresh_from_db()
    entry = enrolment.release.outline.activities[-1]
    began = timezone.now() - timedelta(minutes=31)
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=began, language="en")


@pytest.fixture
def sitting(enrolment, now):
    """An exam in a room that is open, with one attempt under way."""
    entry = enrolment.release.outline.activities[-1]
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    cohort = Cohort.objects.create(institution=enrolment.institution, name="In Hall 2")
    there = {"activity": attempt.activity, "cohort": cohort, "institution": enrolment.institution}
    sitting = Sitting.objects.create(**there, room="Hall 2", planned_at=now, opened_at=now)
    Ticket.objects.create(
        sitting=sitting, learner=enrolment.learner, nonce="0" * 32, issued_at=now, used_at=now, attempt=attempt
    )
    return sitting


@pytest.mark.parametrize("due", ["overdue", "sitting"])
def test_what_is_due_is_submitted_while_the_other_worker_is_busy(workers, due, request, tmp_path, monkeypatch):
    """An attempt at its deadline, and those of an exam that is closed."""
    row, held = request.getfixturevalue(due), tmp_path / "held"
    scheduler.send_task("tests.journeys.occupying.occupy", [str(held)])
    assert eventually(held.exists), (settings.DATA_DIR / "workers.log").read_text()

    if due == "overdue":
        scheduled = scheduler.conf.beat_schedule["progress.sweep_deadlines"]
        scheduler.send_task(scheduled["task"], **scheduled["options"])
    else:
        monkeypatch.setitem(app.conf, "task_always_eager", False)
        sittings.close_sitting(sitting=row, now=timezone.now())

    assert eventually(lambda: Attempt.objects.get().closed_at is not None), (
        settings.DATA_DIR / "workers.log"
    ).read_text()
    assert held.exists(), "the other worker is busy still"
    held.unlink()
