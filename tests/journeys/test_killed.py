"""Web and worker killed with -9 in the middle of many exams: what was acknowledged is there, once,
and the time left is right.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Event

from .conftest import LEARNERS
from .web import QUIZ, Web

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
"""How often each learner answers each question."""


@pytest.mark.sweep
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
        services.record(
            attempt=attempt, verb="adjusted", data=data, event_id=uuid7(), now=timezone.now() - timedelta(minutes=5)
        )
    limit = time.monotonic() + 60
    while (left := Attempt.objects.filter(closed_at=None).count()) and time.monotonic() < limit:
        worker = web.sweeper()
        while (
            Attempt.objects.filter(closed_at=None).count() > max(left - 7, 0)
            and worker.poll() is None
            and time.monotonic() < limit
        ):
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
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client "
                    "backend'"
                )
                assert cursor.fetchone()[0] > 0
            chosen = [item["order"][turn % 2]]
            assert web.post(session, QUIZ, {"event_id": uuid7(), f"q:{item['id']}": chosen}) == 204
            assert Attempt.objects.get(pk=attempt.pk).state["responses"] == {item["id"]: chosen}
    finally:
        web.kill()
