"""Whatever arrives: a clear message, the right status, nothing lost, nothing double."""

from uuid import uuid4

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Event
from tests.builders import right_answers, start_attempt

COURSE = "/learn/trafficking/"
LESSON = f"{COURSE}trafficking-lesson-1/"
QUIZ = f"{COURSE}trafficking-quiz/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def attempt(enrolment, now):
    return start_attempt(enrolment, "trafficking-quiz", now)


@pytest.fixture
def answers(attempt):
    return {"event_id": str(uuid7()), **right_answers(attempt)}


def nothing_written(attempt) -> bool:
    return Event.objects.filter(attempt=attempt).count() == 1


def test_an_answer_to_somebody_elses_attempt(as_, abdi, course, attempt, answers, now):
    assert as_(abdi).post(QUIZ, answers).status_code == 404
    services.enrol(people=[abdi], course=course, now=now)
    assert as_(abdi).post(f"{QUIZ}?attempt=1", answers).status_code == 404
    assert as_(abdi).post(QUIZ, answers).status_code == 422
    assert nothing_written(attempt)


def test_an_answer_to_a_closed_attempt(learner, attempt, answers):
    learner.post(QUIZ, answers)
    score = Attempt.objects.get(pk=attempt.pk).score
    other = {**answers, **{name: "" for name in answers if name.startswith("q:")}}
    kept = learner.post(QUIZ, {**other, "event_id": str(uuid7())})
    assert kept.status_code == 409 and "The answer came after the end of the attempt" in kept.content.decode()
    assert learner.post(QUIZ, {**answers, "event_id": str(uuid7())}, headers=FETCH).status_code in (204, 409)
    assert not Event.objects.filter(attempt=attempt, verb="answered").exclude(pk=answers["event_id"]).exists()
    assert Attempt.objects.get(pk=attempt.pk).score == score == 1.0


def test_the_answer_that_closed_the_attempt_may_come_again(learner, attempt, answers):
    assert learner.post(QUIZ, answers).status_code == learner.post(QUIZ, answers).status_code == 302
    assert learner.post(QUIZ, answers, headers=FETCH).status_code == 204
    assert Event.objects.filter(attempt=attempt).count() == 2


def test_a_saved_answer_of_an_earlier_attempt_never_reaches_a_later_one(learner, attempt, answers):
    learner.post(QUIZ, {**answers, **{name: "" for name in answers if name.startswith("q:")}})
    learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    late = {"event_id": str(uuid7()), **{name: value for name, value in answers.items() if name.startswith("q:")}}
    assert learner.post(f"{QUIZ}?attempt=1", late, headers=FETCH).status_code == 409
    assert Attempt.objects.get(number=2).events == 1


def test_a_retry_whose_first_half_was_stored_is_taken_whole_and_once(learner, attempt, answers):
    whole = {name: value for name, value in answers.items() if name != "submit"}
    half = dict(list(whole.items())[:2])
    assert learner.post(QUIZ, half, headers=FETCH).status_code == 204
    for _time in range(2):
        assert learner.post(QUIZ, whole, headers=FETCH).status_code == 204
    assert [event.data for event in Event.objects.filter(attempt=attempt, verb="answered").order_by("position")] == [
        {name: as_sent(value) for name, value in sent.items() if name != "event_id"} for sent in (half, whole)
    ]
    assert set(Attempt.objects.get(pk=attempt.pk).state["responses"]) == {item["id"] for item in attempt.form["items"]}
    assert list(rebuild(write=False)) == []


def as_sent(value) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    "event_id", [None, "", "1", "no-uuid", "0" * 5000, "{}", "0193e0a0-0000-7000-8000-00000000000g"]
)
def test_an_event_id_that_is_none(learner, attempt, answers, event_id):
    data = (
        {**answers, "event_id": event_id}
        if event_id is not None
        else {k: v for k, v in answers.items() if k != "event_id"}
    )
    refused = learner.post(QUIZ, data)
    assert refused.status_code == 422 and "out of date" in refused.content.decode()
    assert nothing_written(attempt)


@pytest.mark.parametrize("field", ["q:nothing", "q:0193e0a0-0000-7000-8000-000000000000", "flag", "unflag"])
def test_a_question_that_is_not_part_of_the_attempt(learner, attempt, answers, field):
    refused = learner.post(QUIZ, {**answers, field: "x"})
    assert refused.status_code == 422 and "not part of the attempt" in refused.content.decode()
    assert nothing_written(attempt)


def test_an_option_that_the_question_does_not_have(learner, attempt, answers):
    one = attempt.form["items"][0]
    refused = learner.post(QUIZ, {**answers, f"q:{one['id']}": "an option of another question"}, headers=FETCH)
    assert refused.status_code == 422 and refused.content.decode() == "Choose among the options shown."
    assert nothing_written(attempt)


def test_a_check_or_choice_that_the_lesson_does_not_have(learner, enrolment):
    for data in ({"check": "x"}, {"check": str(uuid4()), "choice": "x"}, {}):
        assert learner.post(LESSON, {"event_id": str(uuid7()), **data}).status_code == 422
    assert not Event.objects.filter(verb="answered").exists()


def test_an_answer_before_the_start(learner, enrolment):
    refused = learner.post(QUIZ, {"event_id": str(uuid7()), "submit": "1"})
    assert refused.status_code == 422 and "Start the attempt first" in refused.content.decode()


@pytest.mark.parametrize("number", ["0", "2", "-1", "1.5", "x", "٢", "9" * 30, ""])
def test_an_attempt_number_that_is_none(learner, attempt, number):
    assert learner.get(QUIZ, {"attempt": number}).status_code == 404


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json"])
def test_a_body_of_ten_megabytes(learner, attempt, content_type):
    refused = learner.post(QUIZ, b"q:x=" + b"a" * 10_000_000, content_type=content_type)
    assert refused.status_code == 413 and "The data was too large" in refused.content.decode()
    assert nothing_written(attempt)


@pytest.mark.parametrize("junk", [b"\xff\xfe", b"%ff%fe", b"%c3%28", b"%00", b"a%00b"])
@pytest.mark.parametrize("place", [b"q:%s=x", b"submit=1&note=%s"])
def test_text_that_cannot_be_read(learner, attempt, junk, place):
    body = b"event_id=%s&" % str(uuid7()).encode() + place % junk
    refused = learner.post(QUIZ, body, content_type="application/x-www-form-urlencoded")
    assert refused.status_code == 422 and "could not be read" in refused.content.decode()
    assert nothing_written(attempt)


def test_start_pressed_twice_begins_once(learner, enrolment):
    for event_id in [str(uuid7())] * 2 + [str(uuid7())]:
        assert learner.post(f"{QUIZ}start/", {"event_id": event_id}).status_code == 302
    assert Attempt.objects.count() == Event.objects.count() == 1


def test_a_start_without_an_event_id_begins_nothing(learner, enrolment):
    refused = learner.post(f"{QUIZ}start/", follow=True)
    assert "out of date" in refused.content.decode()
    assert not Attempt.objects.exists()


def test_a_start_that_comes_again_after_the_end_begins_nothing(learner, enrolment):
    start = {"event_id": str(uuid7())}
    learner.post(f"{QUIZ}start/", start)
    learner.post(QUIZ, {"event_id": str(uuid7()), "submit": "1"})
    again = learner.post(f"{QUIZ}start/", start, follow=True)
    assert "out of date" in again.content.decode()
    assert Attempt.objects.count() == 1
