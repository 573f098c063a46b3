"""Answers that come after the end of their attempt are kept, told, and admitted or declined by a person."""

from datetime import timedelta

import pytest

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import late_answers, services
from lms.learning.progress.journal.event_store import EventConflict, afterwards
from lms.learning.progress.journal.late_facts import TooMany
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.progress.models.reasons import NoReason
from tests.builders import right_answers, right_options, same_when_rebuilt, wrong_options

from .test_bad_input import FETCH, LESSON, QUIZ

MINUTE = timedelta(minutes=1)


@pytest.fixture
def answers(attempt) -> dict[str, list[str]]:
    return {name: value for name, value in right_answers(attempt).items() if name != "submit"}


@pytest.fixture
def ended(attempt, now) -> Attempt:
    """Wanjirũ's attempt with nothing saved, ended by somebody who teaches."""
    return services.terminate(attempt=attempt, now=now)


def take(attempt, data, now, event_id=None) -> bool:
    return late_answers.store_answer(attempt=attempt, data=data, event_id=event_id or uuid7(), now=now)


def decide(attempt, omar, now, *, admitted=True, **said):
    seen = Attempt.objects.get(pk=attempt.pk).late
    return late_answers.decide(
        attempt=attempt,
        admitted=admitted,
        **{"seen": seen, "reason": "The network was down", "by": omar, "event_id": uuid7(), **said},
        now=now,
    )


def counts(attempt) -> tuple[int, int]:
    attempt.refresh_from_db()
    return attempt.late, attempt.undecided


class TestTheServersWord:
    @pytest.fixture
    def send(self, as_, wanjiru):
        learner = as_(wanjiru)

        def send_(data, event_id=None, headers=FETCH):
            return learner.post(f"{QUIZ}?attempt=1", {"event_id": str(event_id or uuid7()), **data}, headers=headers)

        return send_

    def test_is_stored_for_what_is_saved_and_for_what_was_saved_before(self, send, attempt, answers):
        event_id = uuid7()
        for _time in range(2):
            sent = send(answers, event_id)
            assert (sent.status_code, sent["Mafunzo-Answer"]) == (204, "stored")

    def test_is_late_after_the_end_however_often_it_is_sent(self, send, ended, answers):
        event_id = uuid7()
        for _time in range(2):
            sent = send(answers, event_id)
            assert (sent.status_code, sent["Mafunzo-Answer"]) == (409, "late")
            assert sent.content.decode().startswith("The answer came after the end of the attempt. It is kept")
        kept = Event.objects.get(verb="late")
        assert (kept.pk, kept.data, kept.attempt_id) == (event_id, answers, ended.pk)
        assert counts(ended) == (1, 1)
        assert ended.state["responses"] == {} and same_when_rebuilt()

    def test_is_stored_for_what_came_before_the_end_and_is_sent_again_after_it(self, send, attempt, answers, now):
        event_id = uuid7()
        send(answers, event_id)
        services.terminate(attempt=attempt, now=now)
        assert send(answers, event_id)["Mafunzo-Answer"] == "stored"
        assert counts(attempt) == (0, 0)

    @pytest.mark.parametrize("more", [{}, {"submit": "1"}, {"flag": "here"}])
    def test_is_stored_where_nothing_of_it_is_new(self, send, attempt, answers, now, more):
        send(answers)
        services.terminate(attempt=attempt, now=now)
        here = {name: attempt.form["items"][0]["id"] if value == "here" else value for name, value in more.items()}
        assert send({**answers, **here})["Mafunzo-Answer"] == "stored"
        assert counts(attempt) == (0, 0) and not Event.objects.filter(verb="late").exists()

    @pytest.mark.parametrize("over", [False, True])
    def test_is_refused_for_what_is_no_answer_whether_the_attempt_is_over_or_not(self, send, attempt, now, over):
        if over:
            services.terminate(attempt=attempt, now=now)
        for data, status in (
            ({"q:nothing": "x"}, 422),
            ({f"q:{attempt.form['items'][0]['id']}": "no option"}, 422),
            ({f"q:{attempt.form['items'][0]['id']}": "x" * 70_000}, 413),
        ):
            sent = send(data)
            assert (sent.status_code, sent["Mafunzo-Answer"]) == (status, "refused")
            assert sent.content
        assert not Event.objects.filter(attempt=attempt, verb__in=["answered", "late"]).exists()

    def test_is_refused_for_an_id_of_another_attempt(self, as_, abdi, course, send, attempt, answers, now):
        event_id = uuid7()
        send(answers, event_id)
        services.enrol(people=[abdi], course=course, now=now)
        other = as_(abdi)
        other.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
        theirs = Attempt.objects.get(enrolment__learner=abdi)
        for over in (False, True):
            sent = other.post(QUIZ, {"event_id": str(event_id), **right_answers(theirs)}, headers=FETCH)
            assert (sent.status_code, sent["Mafunzo-Answer"]) == (409, "refused")
            if not over:
                services.terminate(attempt=theirs, now=now)

    def test_is_not_said_while_it_may_be_taken_later(self, send, attempt, answers, settings):
        settings.ANSWERS_PER_MINUTE = 0
        sent = send(answers)
        assert sent.status_code == 429 and "Mafunzo-Answer" not in sent
        assert "Mafunzo-Answer" not in send(answers, headers={})

    def test_is_said_on_the_page_too(self, send, ended, answers):
        page = send(answers, headers={})
        assert (page.status_code, page["Mafunzo-Answer"]) == (409, "late")
        text = page.content.decode()
        assert "The answer came after the end of the attempt. It is kept" in text
        assert "1 answer reached us after the end of this attempt." in text

    def test_of_a_lesson_is_stored(self, as_, wanjiru, enrolment):
        sent = as_(wanjiru).post(LESSON, {"event_id": str(uuid7()), "done": "1"}, headers=FETCH)
        assert (sent.status_code, sent["Mafunzo-Answer"]) == (204, "stored")


class TestWhatEndedIt:
    """By whatever the attempt ended, what comes later is kept."""

    def test_answers_after_the_deadline_are_kept_apart(self, attempt, answers, now):
        form, deadline_at = {**attempt.form, "rules": {"minutes": 30}}, now + 30 * MINUTE
        Attempt.objects.filter(pk=attempt.pk).update(form=form, deadline_at=deadline_at)
        assert take(attempt, answers, now + 32 * MINUTE) is True
        attempt.refresh_from_db()
        assert (attempt.closed_at, counts(attempt)) == (now + 32 * MINUTE, (1, 1))
        assert [event.verb for event in Event.objects.filter(attempt=attempt).order_by("position")][-2:] == [
            "terminated",
            "late",
        ]

    def test_another_device(self, attempt, answers, now):
        services.answer(attempt=attempt, data={"submit": ["1"]}, event_id=uuid7(), now=now)
        assert take(attempt, answers, now) is True

    def test_half_an_answer_that_was_stored_hides_no_whole_one(self, attempt, answers, now):
        event_id, half = uuid7(), dict(list(answers.items())[:1])
        services.answer(attempt=attempt, data=half, event_id=event_id, now=now)
        services.terminate(attempt=attempt, now=now)
        for _time in range(2):
            take(attempt, answers, now, event_id)
        assert counts(attempt) == (1, 1)
        assert afterwards(attempt)[0].data == answers

    def test_more_than_is_kept_is_refused_and_what_came_before_stays(self, ended, now, monkeypatch):
        monkeypatch.setattr("lms.learning.progress.journal.late_facts.MOST", 2)
        item = ended.form["items"][0]
        choices = [item["order"][:1], item["order"][1:2]] * 2
        assert [take(ended, {f"q:{item['id']}": chosen}, now) for chosen in choices[:2]] == [True, True]
        with pytest.raises(TooMany):
            take(ended, {f"q:{item['id']}": choices[2]}, now)
        assert counts(ended) == (2, 2)


class TestAdmitting:
    def test_counts_what_came_as_if_in_time_and_marks_anew(self, ended, answers, enrolment, omar, now):
        for name, value in answers.items():
            take(ended, {name: value}, now + MINUTE)
        assert counts(ended) == (2, 2)
        step = late_answers.would_be(Attempt.objects.get(pk=ended.pk), afterwards(ended), now=now)
        assert (step.outcome.score, step.outcome.passed) == (1.0, True)

        decide(ended, omar, now + 5 * MINUTE)

        assert counts(ended) == (2, 0)
        assert (ended.score, ended.passed, ended.closed_at) == (1.0, True, now)
        stands = Event.objects.get(verb="admitted").data
        assert (stands["reason"], stands["by"], len(stands["events"])) == ("The network was down", omar.pk, 2)
        enrolment.refresh_from_db()
        assert enrolment.status == Enrolment.Status.COMPLETED and same_when_rebuilt()

    def test_may_lower_a_result(self, attempt, answers, enrolment, omar, now):
        services.answer(attempt=attempt, data={**answers, "submit": ["1"]}, event_id=uuid7(), now=now)
        wrong = {f"q:{item['id']}": wrong_options(item)[:1] for item in attempt.form["items"]}
        take(attempt, wrong, now)
        decide(attempt, omar, now)
        attempt.refresh_from_db()
        assert (attempt.score, attempt.passed) == (0.0, False)
        enrolment.refresh_from_db()
        assert enrolment.scores[str(attempt.activity_id)] == 0.0
        assert enrolment.status == Enrolment.Status.COMPLETED, "a course that is complete stays complete"
        assert same_when_rebuilt()

    def test_is_done_once_and_what_comes_later_waits_for_itself(self, ended, answers, omar, now):
        (first, second), event_id = answers.items(), uuid7()
        take(ended, dict([first]), now)
        for _time in range(2):
            decide(ended, omar, now, event_id=event_id)
        take(ended, dict([second]), now)
        assert counts(ended) == (2, 1)
        decide(ended, omar, now)
        ended.refresh_from_db()
        assert ended.score == 1.0 and Event.objects.filter(verb="admitted").count() == 2
        assert same_when_rebuilt()

    def test_declining_leaves_the_result_and_both_stay_on_record(self, ended, answers, omar, now):
        take(ended, answers, now)
        decide(ended, omar, now, admitted=False, reason="Written after the exam")
        assert counts(ended) == (1, 0)
        assert (ended.score, ended.passed) == (0.0, False)
        found = late_answers.decisions(ended)
        assert [(one.admitted, one.number, one.reason) for one in found] == [(False, 1, "Written after the exam")]
        assert take(ended, answers, now) is True, "sent again under another id it is something new"
        assert same_when_rebuilt()

    def test_takes_away_marks_of_people_for_another_text(self, attempt, omar, now):
        item = attempt.form["items"][0]
        services.answer(
            attempt=attempt,
            data={f"q:{item['id']}": wrong_options(item)[:1], "submit": ["1"]},
            event_id=uuid7(),
            now=now,
        )
        marks = {"marks": {item["id"]: {"fraction": 0.5, "round": 3}}}
        services.record(attempt=attempt, verb="scored", data=marks, event_id=uuid7(), now=now, by=omar)
        take(attempt, {f"q:{item['id']}": right_options(item)}, now)
        decide(attempt, omar, now)
        attempt.refresh_from_db()
        assert attempt.state["marks"][item["id"]] == 1.0
        assert same_when_rebuilt()

    def test_needs_a_reason_and_an_id_of_its_own(self, ended, answers, omar, now):
        taken = Event.objects.filter(attempt=ended).latest("position").pk
        begun = Event.objects.filter(attempt=ended).earliest("position").pk
        take(ended, answers, now)
        for reason in ("", "  ", "x" * 501):
            with pytest.raises(NoReason):
                decide(ended, omar, now, reason=reason)
        assert counts(ended) == (1, 1)
        for event_id in (taken, begun):
            with pytest.raises(EventConflict):
                decide(ended, omar, now, event_id=event_id)

    def test_decides_on_what_was_looked_at_alone(self, ended, answers, omar, now):
        first, second = answers.items()
        take(ended, dict([first]), now)
        take(ended, dict([second]), now)
        with pytest.raises(late_answers.OutOfDate):
            decide(ended, omar, now, seen=1)
        decide(ended, omar, now)
        with pytest.raises(late_answers.OutOfDate):
            decide(ended, omar, now, admitted=False)


def test_the_result_page_says_what_came_late_and_what_became_of_it(as_, wanjiru, ended, answers, omar, now):
    learner, (first, second) = as_(wanjiru), answers.items()
    assert "after the end" not in learner.get(QUIZ).content.decode()
    take(ended, dict([first]), now)
    take(ended, dict([second]), now)
    assert (
        "2 answers reached us after the end of this attempt. They are kept and do not count."
        in learner.get(QUIZ).content.decode()
    )
    decide(ended, omar, now, reason="The network <was> down")
    page = learner.get(QUIZ).content.decode()
    assert "2 answers that came after the end were admitted" in page and "The network &lt;was&gt; down" in page
    assert "reached us after" not in page


def test_an_activity_that_takes_no_answer_then_refuses_it(ended, now):
    with pytest.raises(InvalidAnswer):
        take(ended, {"go": ["99"]}, now)
