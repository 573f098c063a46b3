"""A lesson's attempt is begun by its first answer, in one transaction with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.plugins.identifiers import uuid7
from lms.progress.models import Attempt, Enrolment, Event

LESSON = "/learn/trafficking/trafficking-lesson-1/"
NEXT = "/learn/trafficking/trafficking-lesson-2/"


def send(client, address: str = LESSON, event_id=None, **data):
    return client.post(address, {"event_id": str(event_id or uuid7()), **data})


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
