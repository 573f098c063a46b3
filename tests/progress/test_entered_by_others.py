"""Facts that others enter: for one learner or for a whole list, later than they happened, and without the learner."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.journal.services import Arrival
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.directory.rules import OwnCase
from tests.builders import same_when_rebuilt
from tests.conftest import make_person

from .test_facts import essay  # noqa: F401  a fixture, which registers the activity

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def entry(course):
    return course.release.outline.activities[-1]


@pytest.fixture
def class_of(course, academy, entry, omar, now):
    """Makes so many learners with an attempt each that Omar began for them."""

    def make(number: int) -> list[Attempt]:
        people = [make_person(f"KE-9{place:03}", f"Cadet {place}", academy, sex="F") for place in range(number)]
        services.enrol(people=people, course=course, now=now)
        rows = Enrolment.objects.filter(learner__in=people).order_by("pk")
        return [begun_by(omar, enrolment, entry, now) for enrolment in rows]

    return make


def begun_by(person, enrolment, entry, now) -> Attempt:
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1, by=person)


def judged(attempt, **data) -> Arrival:
    return Arrival(attempt.pk, {"score": 0.8, **data}, uuid7(), "scored")


class TestBeginning:
    def test_a_learner_who_is_absent_does_not_look_active(self, enrolment, entry, omar, now):
        attempt = begun_by(omar, enrolment, entry, now)
        services.record(attempt=attempt, verb="extended", data={"minutes": 5}, event_id=uuid7(), now=now, by=omar)
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.started_at, enrolment.seen_at) == ("assigned", None, None)
        assert Event.objects.get(attempt=attempt, position=0).data["by"] == omar.pk
        assert same_when_rebuilt()

    def test_who_goes_on_with_it_is_under_way_from_then_on(self, enrolment, entry, omar, now):
        attempt = begun_by(omar, enrolment, entry, now)
        services.answer(attempt=attempt, data={"text": ["A lorry"]}, event_id=uuid7(), now=now + MINUTE)
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.started_at, enrolment.seen_at) == ("started", now + MINUTE, now + MINUTE)
        assert same_when_rebuilt()

    def test_who_was_under_way_before_stays_so(self, enrolment, entry, omar, now):
        lesson = enrolment.release.outline.activities[0]
        services.begin(enrolment=enrolment, entry=lesson, event_id=uuid7(), now=now, language="en", seed=1)
        attempt = begun_by(omar, enrolment, entry, now + MINUTE)
        services.answer(attempt=attempt, data={"text": ["A lorry"]}, event_id=uuid7(), now=now + 2 * MINUTE)
        enrolment.refresh_from_db()
        assert (enrolment.started_at, enrolment.seen_at) == (now, now)
        assert same_when_rebuilt()

    def test_nobody_begins_for_themselves_as_somebody_else(self, enrolment, entry, wanjiru, now):
        with pytest.raises(OwnCase):
            begun_by(wanjiru, enrolment, entry, now)
        assert not Attempt.objects.exists() and not Event.objects.exists()

    def test_asked_twice_one_is_open(self, enrolment, entry, omar, now):
        assert begun_by(omar, enrolment, entry, now) == begun_by(omar, enrolment, entry, now)
        assert Attempt.objects.count() == 1


class TestOccurring:
    def test_what_is_typed_in_later_keeps_its_day(self, enrolment, entry, omar, now):
        attempt = begun_by(omar, enrolment, entry, now)
        at = now - 3 * DAY
        services.record(
            attempt=attempt,
            verb="scored",
            data={"score": 0.9},
            event_id=uuid7(),
            now=now,
            by=omar,
            occurred_at=at,
        )
        event = Event.objects.get(attempt=attempt, verb="scored")
        assert (event.occurred_at, event.received_at) == (at, now)
        assert same_when_rebuilt()

    def test_what_has_not_happened_yet_is_refused(self, enrolment, entry, omar, now):
        attempt = begun_by(omar, enrolment, entry, now)
        fact = {"verb": "scored", "data": {"score": 0.9}, "event_id": uuid7(), "by": omar, "now": now}
        with pytest.raises(InvalidAnswer, match="has not come yet"):
            services.record(attempt=attempt, **fact, occurred_at=now + DAY)
        assert Event.objects.filter(attempt=attempt).count() == 1


class TestMany:
    def test_each_counts_and_nobody_looks_active(self, class_of, omar, now):
        attempts = class_of(3)
        assert services.record_many([judged(attempt) for attempt in attempts], by=omar, now=now) == [None] * 3
        rows = Enrolment.objects.exclude(attempts=None).order_by("pk").distinct()
        assert [row.seen_at for row in rows] == [None] * 3
        assert all(row.scores for row in rows)
        assert {event.data["by"] for event in Event.objects.filter(verb="scored")} == {omar.pk}
        assert same_when_rebuilt()

    def test_statements_do_not_grow_with_the_list(self, class_of, omar, now):
        attempts = class_of(12)
        counted = []
        for some in (attempts[:2], attempts[2:]):
            with CaptureQueriesContext(connection) as statements:
                services.record_many([judged(attempt) for attempt in some], by=omar, now=now)
            counted.append(len(statements))
        assert counted[0] == counted[1] <= 9

    def test_what_one_refuses_keeps_no_other_back(self, class_of, omar, now):
        attempts = class_of(3)
        facts = [judged(attempts[0]), Arrival(attempts[1].pk, {}, uuid7(), "unheard"), judged(attempts[2])]
        refused = services.record_many(facts, by=omar, now=now)
        assert [type(one) for one in refused] == [type(None), InvalidAnswer, type(None)]
        assert Event.objects.filter(attempt=attempts[1]).count() == 1
        assert same_when_rebuilt()

    def test_nobody_is_on_their_own_list(self, class_of, course, entry, omar, abdi, now):
        services.enrol(people=[omar], course=course, now=now)
        own = begun_by(abdi, Enrolment.objects.get(learner=omar), entry, now)
        refused = services.record_many([judged(own), judged(class_of(1)[0])], by=omar, now=now)
        assert isinstance(refused[0], OwnCase) and refused[1] is None
        assert Event.objects.filter(attempt=own).count() == 1

    def test_the_same_list_twice_is_one_and_another_under_its_ids_is_refused(self, class_of, omar, now):
        attempts = class_of(2)
        facts = [judged(attempt) for attempt in attempts]
        services.record_many(facts, by=omar, now=now)
        assert services.record_many(facts, by=omar, now=now) == [None, None]
        other = Arrival(attempts[0].pk, {"score": 0.1}, facts[0].event_id, "scored")
        theirs = Arrival(attempts[1].pk, {"score": 0.8}, facts[0].event_id, "scored")
        early = Arrival(attempts[0].pk, {"score": 0.8}, own_uuid(), "scored")
        refused = services.record_many([other, theirs, early], by=omar, now=now)
        assert [type(one) for one in refused] == [EventConflict] * 3
        assert Event.objects.filter(verb="scored").count() == 2
        assert same_when_rebuilt()

    def test_two_facts_of_one_attempt_are_folded_in_order(self, class_of, omar, now):
        (attempt,) = class_of(1)
        facts = [judged(attempt, score=0.9), judged(attempt, score=0.6, lower=True)]
        assert services.record_many(facts, by=omar, now=now) == [None, None]
        attempt.refresh_from_db()
        assert (attempt.events, attempt.score) == (3, 0.6)
        assert same_when_rebuilt()

    def test_the_last_that_was_missing_completes_the_course_and_certifies(
        self, class_of, entry, omar, now, django_capture_on_commit_callbacks
    ):
        attempts = class_of(2)
        for attempt in attempts:
            for lesson in attempt.enrolment.release.outline.activities[:-1]:
                done = services.begin(
                    enrolment=attempt.enrolment, entry=lesson, event_id=uuid7(), now=now, language="en", seed=1
                )
                services.answer(attempt=done, data={"done": ["1"]}, event_id=uuid7(), now=now)
        services.record_many([judged(attempt) for attempt in attempts], by=omar, now=now + MINUTE)
        rows = Enrolment.objects.exclude(attempts=None).order_by("pk").distinct()
        assert [(row.status, row.certificate.serial != "") for row in rows] == [("completed", True)] * 2
        assert same_when_rebuilt()

    def test_a_verb_of_the_core_is_not_for_others_and_an_attempt_has_to_be_there(self, class_of, omar, now):
        (attempt,) = class_of(1)
        with pytest.raises(ValueError, match="a verb of the core"):
            services.record_many([Arrival(attempt.pk, {}, uuid7(), "terminated")], by=omar, now=now)
        with pytest.raises(Attempt.DoesNotExist):
            services.record_many([Arrival(attempt.pk + 1, {"score": 1.0}, uuid7(), "scored")], by=omar, now=now)
        assert services.record_many([], by=omar, now=now) == []
