"""Web and worker killed with -9 in the middle of many exams: what was acknowledged is there, once, and the time left is right."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from assessments.quiz.models import QuizPage
from lms.plugins.identifiers import uuid7
from lms.progress import services
from lms.progress.models import Attempt, Event
from lms.progress.rebuilding import rebuild
from tests.bench.cluster import free_port
from tests.conftest import make_person
from tests.releasing import release_waiting

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
LEARNERS = int(os.environ.get("KILLED_LEARNERS", "40"))
ROUNDS = 4
"""How often each learner answers each question."""
QUIZ = "/learn/trafficking/trafficking-quiz/"
TOKEN = "k" * 32


@pytest.fixture
def learners(course, academy):
    """They are enrolled and signed in: (person, cookies)."""
    page = QuizPage.objects.get(slug="trafficking-quiz")
    page.limit_minutes, page.grace_seconds = 30, 0
    page.save_revision().publish()
    release_waiting()
    course.refresh_from_db()
    people = [make_person(f"KE-9{number:04}", f"Cadet {number}", academy) for number in range(LEARNERS)]
    services.enrol(people=people, course=course, now=timezone.now())
    found = []
    for person in people:
        client = Client()
        client.force_login(person, backend="lms.people.backends.ServiceNumberBackend")
        found.append((person, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return found


class Web:
    """A real server over the test's database, in a process group of its own."""

    def __init__(self, folder):
        address = connection.settings_dict
        where = f"{address['USER']}{':' + address['PASSWORD'] if address['PASSWORD'] else ''}@{address['HOST']}:{address['PORT']}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "DATABASE_URL": f"postgres://{where}/{address['NAME']}", "REDIS_URL": "",
            "MAFUNZO_DATA": str(folder), "SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        self.port, self.log = free_port(), (folder / "web.log").open("w")
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "lms.wsgi:application", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--threads", "4", "--no-control-socket"], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log,
            start_new_session=True,
        )  # fmt: skip

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def sweeper(self):
        """The worker's task, over and over, in a process of its own."""
        code = "import django; django.setup()\nfrom lms.progress.tasks import sweep_deadlines\nwhile True: sweep_deadlines()"
        return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def post(self, session, path, fields):
        """The status; None where the server is gone before it answered."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN, "X-Requested-With": "fetch",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        }  # fmt: skip
        try:
            talk.request("POST", path, urlencode(fields, doseq=True), headers)
            return talk.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            talk.close()

    def insist(self, session, path, fields):
        """As the page's script does it: the same event again until the server has answered."""
        for _try in range(600):
            if (status := self.post(session, path, fields)) is not None and status < 500:
                return status
            time.sleep(0.1)
        raise AssertionError("the server never came back")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer; this is about PostgreSQL")
def test_nothing_acknowledged_is_lost_and_nobody_is_submitted_twice(learners, tmp_path):
    web = Web(tmp_path)
    acknowledged: dict[int, dict[str, list[str]]] = {}
    saved: list[int] = []
    done = threading.Event()

    def sit(learner):
        person, session = learner
        try:
            assert web.insist(session, f"{QUIZ}start/", {"event_id": uuid7()}) == 302
            attempt = Attempt.objects.get(enrolment__learner=person)
            mine = acknowledged.setdefault(attempt.pk, {})
            for turn in range(ROUNDS):
                for item in attempt.form["items"]:
                    chosen = [item["order"][turn % len(item["order"])]]
                    fields = {"event_id": uuid7(), f"q:{item['id']}": chosen}
                    assert web.insist(session, QUIZ, fields) == 204
                    mine[item["id"]] = chosen
                    saved.append(attempt.pk)
            if person.pk % 2:
                assert web.insist(session, QUIZ, {"event_id": uuid7(), "submit": "1"}) == 204
        finally:
            connection.close()

    web.start()
    killer = threading.Thread(target=_kill_three_times, args=(web, saved, done))
    killer.start()
    try:
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(sit, learners))
    finally:
        done.set()
        killer.join()
        web.kill()

    attempts = {attempt.pk: attempt for attempt in Attempt.objects.all()}
    _everything_is_there(attempts, acknowledged)
    _the_time_is_up(web, [attempt for attempt in attempts.values() if attempt.closed_at is None])
    assert list(rebuild(write=False)) == []


def _kill_three_times(web, saved, done):
    """Whenever another quarter of the answers is in: a server needs seconds to come up again."""
    for quarter in (1, 2, 3):
        while len(saved) < quarter * LEARNERS * ROUNDS * 2 // 4 and not done.wait(0.02):
            pass
        if done.is_set():
            return
        web.kill()
        web.start()


def _everything_is_there(attempts, acknowledged):
    """Each acknowledged answer, each event once, and the deadline that the attempt began with."""
    assert len(attempts) == LEARNERS == len(acknowledged)
    for pk, answers in acknowledged.items():
        assert attempts[pk].state["responses"] == answers
        assert attempts[pk].events == Event.objects.filter(attempt=pk).count()
        assert attempts[pk].deadline_at == attempts[pk].begun_at + timedelta(minutes=30)


def _the_time_is_up(web, still_open):
    """The worker closes those who never came back, though it is killed while it does."""
    assert len(still_open) in (LEARNERS // 2, LEARNERS - LEARNERS // 2)
    for attempt in still_open:
        data = {"terms": {"closes_at": attempt.begun_at.isoformat()}, "reason": "The room closes."}
        services.record(attempt=attempt, verb="adjusted", data=data, event_id=uuid7(), now=timezone.now() - timedelta(minutes=5))
    limit = time.monotonic() + 60
    while (left := Attempt.objects.filter(closed_at=None).count()) and time.monotonic() < limit:
        worker = web.sweeper()
        while Attempt.objects.filter(closed_at=None).count() > max(left - 7, 0) and worker.poll() is None and time.monotonic() < limit:
            time.sleep(0.02)
        worker.kill()
        worker.wait()
    assert not Attempt.objects.filter(closed_at=None).exists()
    closing = Event.objects.filter(verb="terminated")
    assert closing.count() == len(still_open) == closing.values("attempt").distinct().count()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that could be restarted")
def test_a_database_that_was_restarted_costs_no_answer_and_no_error_page(learners, tmp_path):
    person, session = learners[0]
    web = Web(tmp_path)
    web.start()
    try:
        assert web.insist(session, f"{QUIZ}start/", {"event_id": uuid7()}) == 302
        attempt = Attempt.objects.get(enrolment__learner=person)
        item = attempt.form["items"][0]
        for turn in range(6):  # each of the two workers has had to do with the database before, and after
            with connection.cursor() as cursor:  # what a restart does to whoever is connected
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
                assert cursor.fetchone()[0] > 0
            chosen = [item["order"][turn % 2]]
            assert web.post(session, QUIZ, {"event_id": uuid7(), f"q:{item['id']}": chosen}) == 204
            assert Attempt.objects.get(pk=attempt.pk).state["responses"] == {item["id"]: chosen}
    finally:
        web.kill()
