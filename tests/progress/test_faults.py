"""The disk is full, or a clock is a day off: what was acknowledged stays, and what was not can be sent again."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import right_answers

from .test_bad_input import FETCH, QUIZ

DAY_MS = 24 * 60 * 60 * 1000


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="A server of PostgreSQL cannot be told from here that its disk is full."
)
@pytest.mark.django_db(transaction=True)
def test_on_a_full_disk_nothing_is_half_written_and_the_same_answer_is_taken_once_there_is_room(as_, wanjiru, attempt):
    learner = as_(wanjiru)
    learner.raise_request_exception = False

    def saved(event_id, turn) -> int:
        item = attempt.form["items"][turn % len(attempt.form["items"])]
        return learner.post(
            QUIZ, {"event_id": str(event_id), f"q:{item['id']}": item["order"][turn % 2]}, headers=FETCH
        ).status_code

    def room(pages: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no page is left over from other tests
    room(1)  # which stands for as many as there are
    try:
        acknowledged, refused, status = 0, uuid7(), 204
        while status == 204 and acknowledged < 2000:
            refused, acknowledged = uuid7(), acknowledged + 1
            status = saved(refused, acknowledged)
    finally:
        room(2**31)
    assert status == 507
    assert Event.objects.filter(attempt=attempt, verb="answered").count() == acknowledged - 1
    assert Attempt.objects.get(pk=attempt.pk).events == acknowledged

    assert saved(refused, acknowledged) == saved(refused, acknowledged) == 204
    assert Event.objects.filter(attempt=attempt, verb="answered").count() == acknowledged
    assert list(rebuild(write=False)) == []


@pytest.mark.parametrize("off", [-DAY_MS, DAY_MS])
def test_the_clock_of_a_phone_decides_nothing(as_, wanjiru, attempt, now, off):
    item = attempt.form["items"][0]
    event_id = uuid7(int(now.timestamp() * 1000) + off)
    with time_machine.travel(now + timedelta(minutes=3), tick=False):
        sent = as_(wanjiru).post(QUIZ, {"event_id": str(event_id), f"q:{item['id']}": item["order"][0]}, headers=FETCH)
    assert sent.status_code == 204
    assert Event.objects.get(pk=event_id).occurred_at == now + timedelta(minutes=3)


def test_a_server_whose_clock_is_put_back_a_day_keeps_the_order_of_what_happened(enrolment, attempt, now):
    item = attempt.form["items"][0]
    for turn, moment in enumerate((now + timedelta(days=1), now + timedelta(minutes=1))):
        services.answer(attempt=attempt, data={f"q:{item['id']}": [item["order"][turn]]}, event_id=uuid7(), now=moment)
    assert Attempt.objects.get(pk=attempt.pk).state["responses"][item["id"]] == [item["order"][1]]

    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now + timedelta(minutes=2))
    assert Enrolment.objects.get(pk=enrolment.pk).completed_at == now + timedelta(minutes=2)
    assert list(rebuild(write=False)) == []
