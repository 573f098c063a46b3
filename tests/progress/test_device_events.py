"""Events of many attempts that arrive from one device at once: a verdict for each, and none stops another."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal import late_answers, services
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.journal.services import Arrival, Verdict
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import same_when_rebuilt
from tests.conftest import NOW

from .device import answers, arrivals, lesson, send, stands  # noqa: F401  some are fixtures

MINUTE = timedelta(minutes=1)


class TestStoring:
    def test_gives_what_one_after_the_other_gives(self, attempt, answers, enrolment, send):
        assert send(*arrivals(attempt, answers)) == ["stored"] * len(answers)
        enrolment.refresh_from_db()
        assert (stands(attempt)["score"], enrolment.status, Certificate.objects.count()) == (1.0, "completed", 1)
        assert [event.position for event in Event.objects.filter(attempt=attempt).order_by("position")] == [
            *range(len(answers) + 1)
        ]
        assert same_when_rebuilt()

    def test_of_several_attempts_in_any_order(self, attempt, lesson, answers, send):
        first, *rest = arrivals(attempt, answers)
        done = Arrival(lesson.pk, {"done": ["1"]}, uuid7())
        assert send(first, done, *rest) == ["stored"] * (len(answers) + 1)
        assert stands(lesson)["events"] == 3
        assert same_when_rebuilt()

    def test_keeps_what_the_device_says_of_each(self, attempt, answers, send, now):
        at = now - timedelta(hours=5)
        sent = Arrival(attempt.pk, answers[0], uuid7(), occurred_at=at, sequence=7)
        assert send(sent, device="phone-1" + "x" * 90, origin="offline") == ["stored"]
        event = Event.objects.get(pk=sent.event_id)
        assert (event.occurred_at, event.received_at, event.sequence, event.origin) == (at, now, 7, "offline")
        assert event.device == "phone-1" + "x" * 57

    def test_statements_grow_neither_with_events_nor_with_attempts(self, attempt, lesson, answers, send):
        send(Arrival(attempt.pk, answers[0], uuid7()), Arrival(lesson.pk, {"check": ["x"]}, uuid7()))
        counted = []
        for number in (1, 2, 30):
            more = [Arrival(attempt.pk, answers[index % 2], uuid7()) for index in range(number)]
            with CaptureQueriesContext(connection) as statements:
                assert send(*more) == ["stored"] * number
            counted.append(len(statements))
        with CaptureQueriesContext(connection) as statements:
            send(Arrival(attempt.pk, answers[0], uuid7()), Arrival(lesson.pk, {"done": ["1"]}, uuid7()))
        assert counted[0] == counted[1] - 1 and counted[1] == counted[2] <= 6, "several are looked up first"
        assert len(statements) <= counted[1] + 2, "one reads other attempts, one writes the figures"

    def test_none_gets_no_verdict_and_too_many_at_once_are_not_taken(self, attempt, send, wanjiru, now):
        assert send() == []
        with pytest.raises(ValueError, match="5000 at most"):
            services.receive([Arrival(attempt.pk, {}, uuid7())] * 5001, by=wanjiru, now=now)


class TestAgain:
    def test_the_same_events_are_known(self, attempt, answers, send):
        sent = arrivals(attempt, answers)
        send(*sent)
        before = stands(attempt)
        assert send(*sent) == ["known"] * len(sent)
        assert send(*sent[::-1]) == ["known"] * len(sent)
        assert stands(attempt) == before

    def test_what_came_one_by_one_is_known(self, attempt, answers, send, now):
        sent = Arrival(attempt.pk, answers[0], uuid7())
        services.answer(attempt=attempt, data=answers[0], event_id=sent.event_id, now=now)
        assert send(sent) == ["known"]
        assert stands(attempt)["events"] == 2

    def test_twice_in_one_batch_is_once(self, attempt, answers, send):
        sent = Arrival(attempt.pk, answers[0], uuid7())
        assert send(sent, sent) == ["stored", "known"]
        assert stands(attempt)["events"] == 2

    def test_half_an_answer_hides_no_whole_one(self, attempt, answers, send, now):
        """The first that came may have been cut off on its way: `lms.learning.progress.journal.event_store.store` keeps
        both, as this does.
        """
        half = Arrival(attempt.pk, {}, uuid7())
        whole = Arrival(attempt.pk, answers[0], half.event_id)
        assert send(half, whole, whole, half) == ["stored", "stored", "known", "known"]
        assert send(whole) == ["known"]
        services.answer(attempt=attempt, data=answers[0], event_id=whole.event_id, now=now)
        assert stands(attempt)["events"] == 3
        assert same_when_rebuilt()

    def test_statements_do_not_grow_with_answers_that_came_again_with_other_data(self, attempt, answers, send):
        counted = []
        for number in (2, 30):
            halves = [Arrival(attempt.pk, {}, uuid7()) for _index in range(number)]
            wholes = [Arrival(attempt.pk, answers[0], one.event_id) for one in halves]
            send(*halves)
            for expected in ("stored", "known"):
                with CaptureQueriesContext(connection) as statements:
                    assert send(*wholes) == [expected] * number
                counted.append(len(statements))
        assert counted[:2] == counted[2:]
        assert same_when_rebuilt()

    def test_late_ones_are_late_again(self, attempt, answers, send, now):
        services.terminate(attempt=attempt, now=now)
        sent = Arrival(attempt.pk, answers[0], uuid7())
        assert send(sent, sent) == ["late", "late"]
        assert send(sent) == ["late"]
        assert stands(attempt)["late"] == 1


class TestTheEnd:
    def test_what_comes_after_it_is_kept_beside(self, attempt, answers, send, omar, now):
        services.terminate(attempt=attempt, now=now)
        assert send(*arrivals(attempt, answers[:2])) == ["late", "late"]
        assert stands(attempt)["late"] == 2
        assert same_when_rebuilt()
        decided = {"admitted": True, "seen": 2, "reason": "The network was down", "by": omar}
        late_answers.decide(attempt=attempt, **decided, event_id=uuid7(), now=now)
        assert stands(attempt)["score"] == 1.0
        assert same_when_rebuilt()

    def test_within_the_batch_counts_from_there(self, attempt, answers, send):
        *some, end = arrivals(attempt, answers)
        last = Arrival(attempt.pk, {name: ["nothing"] for name in answers[0]}, uuid7())
        assert send(some[0], Arrival(attempt.pk, {"submit": ["1"]}, uuid7()), *some[1:], end, last)[:2] == [
            "stored",
            "stored",
        ]
        found = [event.verb for event in Event.objects.filter(attempt=attempt).order_by("position")]
        assert found[:3] == ["initialized", "answered", "answered"]
        assert set(found[3:]) == {"late"}
        assert same_when_rebuilt()

    def test_by_the_deadline_is_made_first(self, attempt, answers, send, now):
        Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now - timedelta(hours=1))
        assert send(*arrivals(attempt, answers[:2])) == ["late", "late"]
        events = list(Event.objects.filter(attempt=attempt).order_by("position"))
        assert [(event.verb, event.origin) for event in events[1:]] == [
            ("terminated", "server"),
            ("late", "web"),
            ("late", "web"),
        ]
        assert (events[1].pk.version, events[1].occurred_at) == (4, now - timedelta(hours=1))
        assert stands(attempt)["closed_at"] == now

    def test_what_says_nothing_new_is_saved_already(self, attempt, answers, send, now):
        send(Arrival(attempt.pk, answers[0], uuid7()))
        services.terminate(attempt=attempt, now=now)
        assert send(Arrival(attempt.pk, answers[0], uuid7())) == ["stored"]
        assert stands(attempt)["late"] == 0

    def test_no_more_is_kept_than_the_most(self, attempt, answers, send, now, monkeypatch):
        monkeypatch.setattr("lms.learning.progress.journal.late_facts.MOST", 1)
        services.terminate(attempt=attempt, now=now)
        assert send(*arrivals(attempt, answers[:2])) == ["late", "refused"]


def test_an_id_that_another_attempt_takes_meanwhile_is_a_conflict(attempt, lesson, answers, now):
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now - timedelta(hours=1))
    event_id, before, overtaken = uuid7(), Event.objects.count(), []

    def overtake(execute, sql, params, many, context):
        if sql.startswith(f"INSERT INTO {Event._meta.db_table}") and not overtaken:
            overtaken.append(event_id)
            services.answer(attempt=lesson, data={"done": ["1"]}, event_id=event_id, now=now)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtake), pytest.raises(EventConflict):
        late_answers.store_answer(attempt=attempt, data=answers[0], event_id=event_id, now=now)
    assert overtaken and (Event.objects.count(), stands(attempt)["closed_at"]) == (before, None)


def test_what_a_learner_contests_arrives_like_an_answer(attempt, answers, send):
    question = attempt.form["items"][0]["id"]
    contest = Arrival(attempt.pk, {"question": question, "text": "Look again.", "by": 1}, uuid7(), verb="contested")
    assert send(*arrivals(attempt, answers), contest, contest) == ["stored"] * (len(answers) + 1) + ["known"]
    assert Event.objects.get(verb="contested").data["by"] == attempt.enrolment.learner_id
    assert same_when_rebuilt()


def test_who_was_begun_for_is_under_way_from_the_first_answer(enrolment, omar, wanjiru, send, now):
    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", by=omar)
    assert send(Arrival(attempt.pk, {"done": ["1"]}, uuid7()), at=now + MINUTE) == ["stored"]
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.started_at, enrolment.seen_at) == ("started", now + MINUTE, now + MINUTE)
    assert same_when_rebuilt()


class TestWhatIsNotTaken:
    """Each of these stands between two answers that are."""

    @pytest.fixture
    def between(self, attempt, answers, send):
        def between(*bad, **more) -> list[Verdict]:
            first, last = arrivals(attempt, answers[:2])
            words = send(first, *bad, last, **more)
            assert (words[0], words[-1]) == ("stored", "stored")
            assert stands(attempt)["events"] == 3
            assert same_when_rebuilt()
            return words[1:-1]

        return between

    def test_another_persons_attempt(self, between, course, abdi, academy, now):
        services.enrol(people=[abdi], course=course, now=now)
        theirs = Enrolment.objects.get(learner=abdi)
        entry = theirs.release.outline.activities[0]
        other = services.begin(enrolment=theirs, entry=entry, event_id=uuid7(), now=now, language="en")
        assert between(Arrival(other.pk, {"done": ["1"]}, uuid7()), Arrival(0, {}, uuid7())) == ["foreign"] * 2
        assert stands(other)["events"] == 1

    def test_by_staff_for_a_learner(self, attempt, answers, send, omar, superuser):
        for person in (omar, superuser):
            assert send(*arrivals(attempt, answers), by=person) == ["foreign"] * len(answers)
        assert stands(attempt)["events"] == 1

    def test_an_id_that_no_browser_sends(self, between, attempt, answers):
        assert between(Arrival(attempt.pk, answers[0], own_uuid())) == ["conflict"]

    def test_an_id_of_another_attempt(self, between, attempt, lesson, answers, send):
        taken = Arrival(lesson.pk, {"done": ["1"]}, uuid7())
        send(taken)
        begun = Event.objects.get(attempt=attempt, position=0).pk
        assert (
            between(Arrival(attempt.pk, answers[0], taken.event_id), Arrival(attempt.pk, answers[0], begun))
            == ["conflict"] * 2
        )

    @pytest.mark.parametrize("verb", ["initialized", "terminated", "late", "admitted", "scored", "adjusted", "x" * 50])
    def test_what_learners_do_not_add(self, between, attempt, verb):
        data = {"events": [], "marks": {}, "terms": {"minutes": 500}, "reason": "Because", "by": None}
        assert between(Arrival(attempt.pk, data, uuid7(), verb=verb)) == ["refused"]

    @pytest.mark.parametrize(
        "data",
        [
            {"q:nothing": ["x"]},
            {"go": ["1"] * 2, "check": [{}]},
            {"q:a\x00": ["x"]},
            {"submit": float("nan"), "q:x": [float("inf")]},
            {"q:x": ["\ud800"]},
            {"q:x": ["y" * 70_000]},
            {"q:x": {1, 2}},
            None,
            [],
            "text",
            3,
        ],
        ids=repr,
    )
    def test_what_is_no_answer(self, between, attempt, data):
        assert between(Arrival(attempt.pk, data, uuid7())) == ["refused"]

    @pytest.mark.parametrize("away", [True, False], ids=["is away", "breaks"])
    def test_what_its_type_cannot_take_now(self, attempt, answers, lesson, send, monkeypatch, away):
        sent = Arrival(lesson.pk, {"done": ["1"]}, uuid7())
        first, last = arrivals(attempt, answers[:2])
        with monkeypatch.context() as patch:
            if away:
                patch.delitem(activities._entries, "lesson")
            else:
                patch.setattr(type(activities.get("lesson")), "answer", lambda *args, **more: 1 / 0)
            assert send(first, sent, last) == ["stored", "later", "stored"]
        assert not Event.objects.filter(pk=sent.event_id).exists()
        assert same_when_rebuilt()
        assert send(first, sent, last) == ["known", "stored", "known"]

    def test_each_refused_event_has_a_reason(self, attempt, wanjiru, now):
        words = services.receive(
            [Arrival(0, {}, uuid7()), Arrival(attempt.pk, {"q:no": ["x"]}, uuid7())], by=wanjiru, now=now
        )
        assert all(one.reason for one in words)
        assert [one.is_final for one in words] == [False, True]


class TestStrangeClocksAndCounts:
    @pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime.max, datetime.min, NOW + timedelta(days=9000)])
    def test_an_hour_that_is_none_or_has_not_come_is_that_of_arrival(self, attempt, answers, send, now, at):
        sent = Arrival(attempt.pk, answers[0], uuid7(), occurred_at=at)
        assert send(sent) == ["stored"]
        assert Event.objects.get(pk=sent.event_id).occurred_at == now

    @pytest.mark.parametrize("sequence", [-1, 2**31, 2**80])
    def test_a_count_that_cannot_be_kept_is_left_out(self, attempt, answers, send, sequence):
        sent = Arrival(attempt.pk, answers[0], uuid7(), sequence=sequence)
        assert send(sent, device="a\x00b") == ["stored"]
        event = Event.objects.get(pk=sent.event_id)
        assert (event.sequence, event.device) == (None, "ab")
