"""Phones that send 10,000 events to a server whose processes are killed with -9 again and again, while half of the
replies are lost: each event is there once, in the order of its phone.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from courses.catalogue import lookup
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Enrolment, Event

from .conftest import LEARNERS
from .web import TOKEN, Web

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS, AT_ONCE, KILLS = 10_000, 50, 100
FINAL = {"stored", "known"}


class Respawning(Web):
    """A server whose workers come back from their parent within milliseconds."""

    def __init__(self, folder):
        super().__init__(folder, GUNICORN_CMD_ARGS="--preload", ANSWERS_PER_MINUTE="1000000")  # this is not about pace

    def kill_one(self, chance: random.Random) -> bool:
        """Kill one of the workers; False where there is none at this moment."""
        parent = self.process.pid
        workers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if not workers:
            return False
        os.kill(int(chance.choice(workers)), signal.SIGKILL)
        return True

    def sync(self, session: str, events) -> list[str] | None:
        """Return the verdicts; None where no answer came."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/json", "X-CSRFToken": TOKEN}
        try:
            sent = {"device": "phone", "events": [{"raw": json.dumps(event)} for event in events]}
            talk.request("POST", "/offline/sync/", json.dumps(sent), headers)
            answer = talk.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            talk.close()
        if answer.status >= 500:
            return None
        assert answer.status == 200, (answer.status, body[:300])
        return [one["verdict"] for one in json.loads(body)["verdicts"]]


@pytest.mark.sweep
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer; this is about PostgreSQL")
def test_each_event_is_there_once_and_in_order(learners, tmp_path):
    web, done = Respawning(tmp_path), threading.Event()
    confirmed: list[int] = []

    def play(learner):
        person, session = learner
        chance = random.Random(person.pk)
        try:
            events = events_of(person)
            for batch in batched(events, AT_ONCE, strict=False):
                send_until_confirmed(web, session, batch, chance)
                confirmed.append(person.pk)
            return person.pk, [one["id"] for one in events]
        finally:
            connection.close()

    web.start()
    with ThreadPoolExecutor(9) as pool:
        killer = pool.submit(kill_by_hundredths, web, confirmed, done)
        try:
            sent = dict(pool.map(play, learners))
        finally:
            done.set()
            kills = killer.result()
            web.kill()
    assert kills == KILLS
    for person, events in sent.items():
        stored = Event.objects.filter(enrolment__learner=person, verb="answered").order_by("position")
        assert [str(event.pk) for event in stored] == events
    assert Event.objects.filter(verb="answered").count() == EVENTS
    assert list(rebuild(write=False)) == []


def kill_by_hundredths(web, confirmed, done) -> int:
    """Kill a worker whenever another hundredth is confirmed. Returns how often."""
    chance = random.Random(1)
    for number in range(KILLS):
        while len(confirmed) < number * EVENTS // AT_ONCE // KILLS and not done.wait(0.01):
            pass
        while not web.kill_one(chance):
            if done.wait(0.01):
                return number
    return KILLS


def events_of(person) -> list[dict]:
    """Answers to the check of a lesson, wrong and right in turn."""
    enrolment = Enrolment.objects.select_related("release").get(learner=person)
    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    [(name, check)] = lookup.content(entry.content("en", "KE", "en")).definition["checks"].items()
    about = {"enrolment": enrolment.pk, "activity": str(entry.id)}
    options = [option["id"] for option in check["options"]]
    return [
        {
            **about,
            "id": str(uuid7()),
            "seq": number,
            "data": {"check": [name], "choice": [options[number % len(options)]]},
        }
        for number in range(EVENTS // LEARNERS)
    ]


def send_until_confirmed(web, session, batch, chance) -> None:
    """Send the batch again until each event has a final verdict in an answer that is not lost."""
    for _try in range(600):
        verdicts = web.sync(session, batch)
        if verdicts is None:
            time.sleep(0.05)
        elif chance.random() < 0.5:  # this reply never reached the phone
            continue
        elif set(verdicts) <= FINAL:
            return
    raise AssertionError(f"the server never confirmed the batch; its last verdicts: {verdicts}")
