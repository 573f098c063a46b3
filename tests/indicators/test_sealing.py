"""Sealing beside others: two at once are one chain, a killed one leaves nothing, and nobody waits for the count."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from lms.desks.indicators import services
from lms.desks.indicators.counting import completions
from lms.desks.indicators.counting.rules import COMPLETED
from lms.desks.indicators.evidence import auditing
from lms.desks.indicators.models import Count, Snapshot, SnapshotRow
from lms.people.directory.models import User
from tests.journeys.test_killed_people import Command

from .conftest import TODAY, at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(indicator, officers) -> list[int]:
    """Two values that nobody has begun to make: their tasks were lost."""
    definition, now = indicator.definitions.get(), timezone.now()
    rows = [Count(definition=definition, as_of=day, asked_at=now, touched_at=now) for day in (TODAY, at(6).date())]
    return [one.pk for one in Count.objects.bulk_create(rows)]


def make_in_a_thread(pk: int, faults: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            services.make(pk)
        except BaseException as error:
            faults.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_two_at_once_are_one_chain(asked):
    faults: list[BaseException] = []
    for thread in [make_in_a_thread(pk, faults) for pk in asked]:
        thread.join(60)
    assert faults == []
    first, second = Snapshot.objects.order_by("number")
    assert (first.number, second.number, second.previous) == (1, 2, first.sha256)
    assert sorted([first.facts["rows"], second.facts["rows"]]) == [4, 4]
    assert list(auditing.faults()) == []


def test_the_same_one_twice_at_once_is_one_value(asked):
    faults: list[BaseException] = []
    for thread in [make_in_a_thread(asked[0], faults) for _again in range(2)]:
        thread.join(60)
    assert faults == []
    assert Snapshot.objects.count() == 1


def test_others_write_while_it_counts(asked, halima, monkeypatch):
    """Also on SQLite, which has one writer."""
    reached, go_on, written = threading.Event(), threading.Event(), []

    def slow(scope):
        for fact in completions.facts(scope):
            reached.set()
            go_on.wait(30)
            yield fact

    monkeypatch.setitem(services.SOURCES, COMPLETED, slow)
    faults: list[BaseException] = []
    thread = make_in_a_thread(asked[0], faults)
    assert reached.wait(30)
    written.append(User.objects.filter(pk=halima.pk).update(rank="Inspector"))
    go_on.set()
    thread.join(60)
    assert (written, faults, Snapshot.objects.count()) == ([1], [], 1)


@pytest.mark.parametrize("when", ["running", "written"])
def test_a_killed_one_leaves_nothing_and_is_made_again(asked, tmp_path, when):
    """Killed while it counts, and after its rows are written but before the end of their transaction."""
    patch = {
        "running": "services.SOURCES['completed'] = lambda scope: wait()",
        "written": "services.seal = lambda *args, **kwargs: wait()",
    }[when]
    code = (
        "import sys, time\nfrom lms.desks.indicators import services\n"
        "def wait(): print('there', flush=True); time.sleep(60)\n"
        f"{patch}\nservices.make({asked[0]})"
    )
    process = Command(tmp_path).start("manage.py", "shell", "--no-imports", "-c", code)
    assert process.stdout.readline() == "there\n", process.communicate()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not Snapshot.objects.exists()
    assert not SnapshotRow.objects.exists()

    Count.objects.filter(pk=asked[0]).update(touched_at=timezone.now() - timedelta(days=1))
    made = services.make(asked[0])
    assert (made.number, made.facts["rows"]) == (1, 4)
    assert list(auditing.faults()) == []
