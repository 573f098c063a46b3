"""A process that is killed between an entry and its commit leaves nothing; after the commit, sent again, it is one."""

import os
import signal

import pytest
from django.db import connection, connections

from assessments.simulation.runs import entries, services
from assessments.simulation.runs.models import LogEntry
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Event
from lms.people.directory.models import User

from .test_playing import moment
from .test_races import whole

pytestmark = pytest.mark.django_db(transaction=True)
DATA = {"decision": "money", "option": "open", "reason": "Fourteen families"}


def dies(*_args, **_named) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(work) -> None:
    """Do `work`, which kills itself, in a process of its own with a connection of its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            work()
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


@pytest.fixture
def decides(sits, now):
    seat, key = sits("fiu"), uuid7()

    def decide() -> LogEntry:
        person = User.objects.get(pk=seat.person_id)
        about = {"verb": "decide", "data": DATA, "entry_id": key}
        return services.record_own(key=seat.pk, person=person, **about, now=moment(now, 60))

    return decide


def test_between_the_entry_and_its_commit(run, decides, monkeypatch):
    def work() -> None:
        monkeypatch.setattr(entries, "record_held", dies)
        decides()

    killed(work)
    assert not LogEntry.objects.exists() and not Event.objects.filter(verb="entered").exists()
    assert whole(run).seq == 0 and "money" not in run.state["made"]
    first = decides()
    assert whole(run).seq == 1 and Event.objects.get(verb="entered").pk == first.pk


def test_between_the_commit_and_the_answer(run, decides):
    def work() -> None:
        decides()
        dies()

    killed(work)
    assert whole(run).seq == 1
    stored = LogEntry.objects.get()
    assert {decides().pk for _time in range(100)} == {stored.pk}
    assert whole(run).seq == 1 and Event.objects.filter(verb="entered").count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
