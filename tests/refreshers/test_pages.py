"""The pages of a learner: one question after the other on the phone, each answer kept, nobody else near it."""

import pytest
import time_machine
from django.urls import reverse

from assessments.refreshers import services
from assessments.refreshers.models import Answer, OptOut, Refresher
from lms.people.administration.records import services as people_services
from tests.progress.counting import statements

from .conftest import DAY, names_of, sent

MINE = "/x/refreshers/"


@pytest.fixture(autouse=True)
def clock(due_at):
    with time_machine.travel(due_at, tick=False) as traveller:
        yield traveller


def at(refresher, name="show") -> str:
    return reverse(f"refreshers:{name}", args=[refresher.pk])


def test_from_the_list_to_what_came_of_it(planned, as_, wanjiru):
    client, first = as_(wanjiru), planned[0]
    page = client.get(MINE).content.decode()
    assert "What trafficking is" in page and at(first) in page and at(planned[1]) not in page
    assert "Up to five questions" in client.get(at(first)).content.decode()
    assert client.post(at(first, "begin")).url == at(first)
    first.refresh_from_db()
    for place, name in enumerate(names_of(first)):
        assert f"Question {place + 1} of 5" in client.get(at(first)).content.decode()
        answer = client.post(at(first), sent(first, name, right=place != 0), follow=True).content.decode()
        assert ("Not right." if place == 0 else "Right.") in answer and "Because." in answer
    assert "Show the result" in answer
    assert "4 of 5" in client.get(at(first)).content.decode()
    assert "4 of 5 right" in client.get(MINE).content.decode()


def test_shows_nothing_of_the_key_before_the_answer(begun, as_, wanjiru):
    page = as_(wanjiru).get(at(begun)).content.decode()
    assert "Because." not in page and "About First" not in page


def test_the_last_answer_sent_twice_leads_to_what_came_of_it(begun, as_, wanjiru):
    client, names = as_(wanjiru), names_of(begun)
    for name in (*names, names[-1]):
        answered = client.post(at(begun), sent(begun, name), follow=True)
    assert "Show the result" in answered.content.decode()
    assert "This refresher is over" not in answered.content.decode()
    odd = client.post(at(begun), {"check": "a\r\nb&c"})
    assert odd.status_code == 302 and odd.url.startswith(at(begun))


def test_skipped_twice_it_is_skipped(planned, as_, wanjiru):
    client, first = as_(wanjiru), planned[0]
    for _press in range(2):
        page = client.post(at(first, "skip"), follow=True).content.decode()
    assert "Skipped. Nobody is told." in page and "This refresher is over" not in page


def test_what_is_no_answer_is_told_at_the_question(begun, as_, wanjiru):
    client, other = as_(wanjiru), names_of(begun)[1]
    for wrong in ({}, {"check": "x"}, {"q:x": "y", "check": "x"}, {f"q:{other}": "no such option", "check": other}):
        answer = client.post(at(begun), wrong)
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not Answer.objects.exists()


def test_one_that_is_not_due_yet_is_not_there(planned, as_, wanjiru):
    client = as_(wanjiru)
    assert client.get(at(planned[1])).status_code == 404
    assert {client.post(at(planned[1], name)).status_code for name in ("show", "begin", "skip")} == {404}
    assert Refresher.objects.filter(begun_at=None, skipped_at=None).count() == 3


def test_one_that_is_over_is_told_and_takes_nothing(planned, as_, wanjiru, clock, due_at):
    clock.move_to(due_at + 22 * DAY)
    client = as_(wanjiru)
    for name in ("begin", "skip"):
        assert "over, or not due yet" in client.post(at(planned[0], name), follow=True).content.decode()
    assert Refresher.objects.filter(begun_at=None, skipped_at=None).count() == 3


def test_can_be_skipped_switched_off_and_on_again(planned, as_, wanjiru):
    client = as_(wanjiru)
    assert "Refreshers are off" in client.post(f"{MINE}switch/", {"on": ""}, follow=True).content.decode()
    assert OptOut.objects.exists() and at(planned[0]) not in client.get(MINE).content.decode()
    client.post(f"{MINE}switch/", {"on": "1"})
    assert at(planned[0]) in client.get(MINE).content.decode()
    client.post(at(planned[0], "skip"))
    assert "Nothing is due now" in client.get(MINE).content.decode()


def test_vanishes_where_it_is_switched_off(begun, as_, wanjiru, omar, academy, course, due_at):
    people_services.switch(plugin="refreshers", institution=academy, on=False, by=None, now=due_at)
    assert as_(wanjiru).get(at(begun)).status_code == 404
    assert "/x/refreshers/" not in as_(wanjiru).get("/learn/").content.decode()


def test_lists_cost_the_same_for_many(planned, as_, wanjiru, completed, now):
    client, counts = as_(wanjiru), []
    for more in range(2):
        client.get(MINE)
        with statements() as found:
            client.get(MINE)
        counts.append(len(found))
        for days in range(1, 6):
            row = services._planned(completed, days + 100 * more, now)
            row.save()
    assert counts[0] == counts[1] and counts[0] <= 8, "\n".join(found)
