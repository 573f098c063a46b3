"""A lesson's attempt is begun by its first answer, in one transaction with it."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.first_answer import answer_first
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event

from .counting import statements
from .test_races import at_once

LESSON = "/learn/trafficking/trafficking-lesson-1/"
NEXT = "/learn/trafficking/trafficking-lesson-2/"


def send(client, address: str = LESSON, event_id=None, **data):
    return client.post(address, {"event_id": str(event_id or uuid7()), **data})


def first(enrolment, entry, now, *, event_id=None, **data):
    answered = {"data": data, "event_id": event_id or uuid7()}
    return answer_first(enrolment=enrolment, entry=entry, now=now, language="en", **answered)


@pytest.fixture
def entry(enrolment):
    return enrolment.release.outline.by_slug("trafficking-lesson-1")


def test_begins_and_answers_at_once(enrolment, wanjiru, as_):
    assert send(as_(wanjiru), done="1").status_code == 302
    [attempt] = Attempt.objects.all()
    assert attempt.state["done"] is True
    assert [event.verb for event in Event.objects.order_by("position")] == ["initialized", "answered"]
    assert Enrolment.objects.get().started_at is not None


def test_one_that_is_refused_begins_nothing(enrolment, wanjiru, as_):
    client, taken = as_(wanjiru), uuid7()
    send(client, event_id=taken, done="1")
    assert send(client, NEXT, event_id=taken, done="1").status_code == 409
    assert Attempt.objects.count() == 1
    assert Event.objects.count() == 2


def test_the_same_twice_is_one(enrolment, wanjiru, as_):
    client, event_id = as_(wanjiru), uuid7()
    for _ in range(2):
        assert send(client, event_id=event_id, done="1").status_code == 302
    assert Attempt.objects.count() == 1
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_costs_one_transaction(enrolment, wanjiru, as_):
    client = as_(wanjiru)
    client.get(LESSON)
    with CaptureQueriesContext(connection) as asked:
        send(client, done="1")
    assert [one["sql"] for one in asked].count("COMMIT") == 1


def test_reads_and_writes_each_row_once(enrolment, wanjiru, as_):
    """Session and person; way and attempt; the enrolment, locked; attempt, events and enrolment, written."""
    client = as_(wanjiru)
    client.get(LESSON)
    with statements() as asked:
        send(client, done="1")
    assert len(asked) == 6


def test_an_attempt_that_was_begun_meanwhile_is_answered(enrolment, entry, now):
    """Whoever sends this read before that there was none."""
    services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    assert first(enrolment, entry, now, done=["1"]) is False
    [attempt] = Attempt.objects.all()
    assert (attempt.events, attempt.state["done"]) == (2, True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_begin_one_attempt(enrolment, entry, now):
    one, other = (partial(first, enrolment, entry, now, done=["1"]) for _tab in range(2))
    assert at_once(one, other) == [False, False]
    assert Attempt.objects.get().events == Event.objects.count() == 3
    assert Enrolment.objects.get().done == [entry.id]
    assert list(rebuild(write=False)) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_twice_at_once_is_one(enrolment, entry, now):
    same = partial(first, enrolment, entry, now, event_id=uuid7(), done=["1"])
    assert at_once(same, same) == [False, False]
    assert Attempt.objects.get().events == Event.objects.count() == 2


def test_an_enrolment_that_is_gone_is_no_answer(enrolment, entry, now):
    gone = Enrolment.objects.get()
    Enrolment.objects.all().delete()
    with pytest.raises(Enrolment.DoesNotExist):
        first(gone, entry, now, done=["1"])
