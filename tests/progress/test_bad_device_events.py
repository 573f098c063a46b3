"""What arrives and is not taken stands between two answers that are, and stops neither."""

from datetime import datetime, timedelta

import pytest

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.services import Arrival, Verdict
from lms.learning.progress.models import Enrolment, Event
from lms.people.directory.models import User

from .device import answers, arrivals, lesson, same_when_rebuilt, send, stands  # noqa: F401  some are fixtures


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

    @pytest.fixture
    def superuser(self, db):
        return User.objects.create_superuser("root", "a-password-for-tests", name="Root")

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
    @pytest.mark.parametrize("at", [datetime(2026, 1, 1), datetime.max, datetime.min])
    def test_an_hour_that_is_none_is_that_of_arrival(self, attempt, answers, send, now, at):
        sent = Arrival(attempt.pk, answers[0], uuid7(), occurred_at=at)
        assert send(sent) == ["stored"]
        assert Event.objects.get(pk=sent.event_id).occurred_at == now

    def test_an_hour_that_has_not_come_is_that_of_arrival(self, attempt, answers, send, now):
        sent = Arrival(attempt.pk, answers[0], uuid7(), occurred_at=now + timedelta(days=9000))
        assert send(sent) == ["stored"]
        assert Event.objects.get(pk=sent.event_id).occurred_at == now

    @pytest.mark.parametrize("sequence", [-1, 2**31, 2**80])
    def test_a_count_that_cannot_be_kept_is_left_out(self, attempt, answers, send, sequence):
        sent = Arrival(attempt.pk, answers[0], uuid7(), sequence=sequence)
        assert send(sent, device="a\x00b") == ["stored"]
        event = Event.objects.get(pk=sent.event_id)
        assert (event.sequence, event.device) == (None, "ab")
