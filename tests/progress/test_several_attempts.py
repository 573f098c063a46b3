"""An answer goes to the attempt for which it was given; a lesson’s attempt is begun by its first answer."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.first_answer import answer_first
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import event, right_answers

from .test_races import at_once

QUIZ = "/learn/trafficking/trafficking-quiz/"
FIRST, SECOND = f"{QUIZ}?attempt=1", f"{QUIZ}?attempt=2"


def answers(number: int) -> dict[str, str]:
    given = right_answers(Attempt.objects.get(number=number))
    return {name: value for name, value in given.items() if name.startswith("q:")}


def answered(number: int) -> int:
    return Event.objects.filter(attempt__number=number, verb="answered").count()


@pytest.fixture
def again(learner):
    """The first attempt is over, the second is under way."""
    learner.post(f"{QUIZ}start/", event())
    learner.post(FIRST, event(submit="1"))
    learner.post(f"{QUIZ}start/", event())
    return learner


def test_starting_leads_to_an_address_that_names_the_attempt(learner):
    assert learner.post(f"{QUIZ}start/", event())["Location"] == FIRST
    learner.post(FIRST, event(submit="1"))
    assert learner.post(f"{QUIZ}start/", event())["Location"] == SECOND
    assert learner.post(f"{QUIZ}start/", event(), headers={"Accept": "application/json"}).json()["address"] == SECOND


def test_the_first_attempt_needs_no_name(learner):
    learner.post(f"{QUIZ}start/", event())
    assert learner.get(QUIZ).status_code == 200
    assert learner.post(QUIZ, event(**answers(1)))["Location"] == QUIZ
    assert answered(1) == 1


def test_the_page_of_a_later_attempt_names_it_and_what_is_saved_leads_back_to_it(again):
    assert again.get(QUIZ)["Location"] == SECOND
    assert again.get(f"{QUIZ}?review")["Location"] == f"{SECOND}&review="
    assert again.get(f"{SECOND}&review=").status_code == 200

    assert again.post(SECOND, event(**answers(2)))["Location"] == SECOND
    assert again.post(SECOND, event(review="1"))["Location"] == f"{SECOND}&review"
    assert answered(2) == 2


def test_an_answer_that_names_none_of_several_is_refused_with_what_was_typed(again):
    refused = again.post(QUIZ, event(**answers(2), note="He <took> my passport."))
    page = refused.content.decode()
    assert (refused.status_code, answered(1), answered(2)) == (409, 1, 0)
    assert "Your saved answers are still there" in page
    assert "He &lt;took&gt; my passport." in page
    assert f'href="{SECOND}"' in page


@pytest.mark.parametrize("headers", [{"Accept": "application/json"}, {"X-Requested-With": "fetch"}])
def test_a_script_is_told_so_and_keeps_what_it_has(again, headers):
    refused = again.post(QUIZ, event(**answers(2)), headers=headers)
    assert (refused.status_code, answered(2)) == (409, 0)
    assert "Mafunzo-Answer" not in refused
    assert "Your saved answers are still there" in refused.content.decode()


def test_one_that_names_an_attempt_that_is_over_is_kept_there(again):
    assert again.post(FIRST, event(**answers(1))).status_code == 409
    assert [one.late for one in Attempt.objects.order_by("number")] == [1, 0]


def test_what_was_stored_in_the_first_attempt_is_known_when_it_comes_again(learner):
    learner.post(f"{QUIZ}start/", event())
    sent = event(**answers(1))
    learner.post(QUIZ, sent)
    learner.post(QUIZ, event(submit="1"))
    learner.post(f"{QUIZ}start/", event())
    assert learner.post(QUIZ, sent, headers={"X-Requested-With": "fetch"})["Mafunzo-Answer"] == "stored"
    assert (answered(1), answered(2)) == (2, 0)


def test_an_id_that_is_stored_at_another_activity_names_no_attempt_here(again):
    taken = str(uuid7())
    again.post("/learn/trafficking/trafficking-lesson-1/", {"event_id": taken, "done": "1"})
    assert again.post(QUIZ, {"event_id": taken, **answers(2)}).status_code == 409
    assert answered(2) == 0


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


@pytest.mark.django_db(transaction=True)
def test_costs_one_transaction(enrolment, wanjiru, as_):
    client = as_(wanjiru)
    client.get(LESSON)
    with CaptureQueriesContext(connection) as asked:
        send(client, done="1")
    assert [one["sql"] for one in asked].count("COMMIT") == 1


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
