"""Facts and deadlines, and what may begin when."""

from datetime import timedelta

import pytest
import time_machine

from lms.foundation.plugins.activity import NotNow, activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import deadlines, services
from lms.learning.progress.journal.rules import TooLate
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import same_when_rebuilt

from .test_facts import MINUTE, Essay, begin, entry, essay  # noqa: F401


class TestDeadlines:
    def test_terms_stay_with_the_attempt_and_make_its_deadline(self, enrolment, entry, now):
        attempt = begin(enrolment, entry, now)
        assert attempt.deadline_at == now + 30 * MINUTE
        assert Event.objects.get().data["terms"] == {"minutes": 30}
        assert same_when_rebuilt()

    def test_takes_what_comes_within_the_grace_and_nothing_later(self, enrolment, entry, now):
        attempt = begin(enrolment, entry, now)
        services.answer(attempt=attempt, data={"text": ["In time"]}, event_id=uuid7(), now=now + 31 * MINUTE)
        with pytest.raises(TooLate):
            services.answer(
                attempt=attempt, data={"text": ["Late"]}, event_id=uuid7(), now=now + 31 * MINUTE + timedelta(seconds=1)
            )
        attempt.refresh_from_db()
        assert (attempt.state["text"], attempt.events, attempt.closed_at) == ("In time", 2, None)

    def test_the_sweep_submits_what_is_saved_once(self, enrolment, entry, now):
        attempt = begin(enrolment, entry, now)
        assert deadlines.sweep(now=now + 31 * MINUTE) == 0
        later = now + 32 * MINUTE

        assert (deadlines.sweep(now=later), deadlines.sweep(now=later)) == (1, 0)
        services.expire(attempt=attempt, now=later)

        attempt.refresh_from_db()
        assert (attempt.closed_at, attempt.waiting, attempt.state["late"]) == (later, True, True)
        event = Event.objects.get(verb="terminated")
        assert (event.occurred_at, event.received_at, event.origin) == (now + 30 * MINUTE, later, "server")
        assert same_when_rebuilt()

    def test_a_long_sweep_dates_nothing_back(self, enrolment, entry, abdi, course, now, monkeypatch):
        monkeypatch.setattr(deadlines, "BATCH", 1)
        services.enrol(people=[abdi], course=course, now=now)
        for one in (enrolment, Enrolment.objects.get(learner=abdi)):
            begin(one, entry, now)
        with time_machine.travel(now + 40 * MINUTE, tick=True):
            assert deadlines.sweep() == 2
        first, last = Attempt.objects.order_by("closed_at").values_list("closed_at", flat=True)
        assert now + 40 * MINUTE <= first < last

    def test_extra_time_moves_the_deadline(self, enrolment, entry, now):
        attempt = begin(enrolment, entry, now)
        services.record(attempt=attempt, verb="extended", data={"minutes": 60}, event_id=uuid7(), now=now + 29 * MINUTE)
        assert deadlines.sweep(now=now + 59 * MINUTE) == 0
        attempt.refresh_from_db()
        assert attempt.deadline_at == now + 60 * MINUTE
        assert same_when_rebuilt()

    def test_waits_while_the_plugin_is_absent(self, enrolment, entry, now, monkeypatch):
        begin(enrolment, entry, now)
        monkeypatch.delitem(activities._entries, "quiz")
        assert deadlines.sweep(now=now + 40 * MINUTE) == 0


class TestMayItBeginNow:
    def test_says_no_with_the_activitys_own_sentence(self, enrolment, entry, now):
        with pytest.raises(NotNow, match="Closed for today"):
            begin(enrolment, entry, now.replace(hour=19))
        assert not Attempt.objects.exists()

    def test_returns_the_attempt_that_is_open_all_the_same(self, enrolment, entry, now):
        attempt = begin(enrolment, entry, now)
        assert begin(enrolment, entry, now.replace(hour=19)).pk == attempt.pk
