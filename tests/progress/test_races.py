"""Two tabs, four threads, a hundred times: one row, one fold, one certificate."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from threading import Event as ThreadEvent
from time import sleep

import pytest
from django.db import connection, transaction

from certificates.models import Certificate
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.enrolments.date_changes import change_dates
from lms.learning.progress.enrolments.extension_services import extend
from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.enrolments.withdrawal_services import withdraw
from lms.learning.progress.journal import event_store, services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.journal.services import Arrival
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.progress.models.assignments import Assignment, Extension
from lms.learning.progress.models.dates import Dates
from lms.people.directory.models import User
from tests.builders import right_answers, start_attempt

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run every work in a thread of its own, begun together; what each returned or raised, in order."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(60)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_a_hundred_posts_of_one_event_from_four_threads_are_one_event(attempt, now):
    event_id, data = uuid7(), right_answers(attempt)

    def post():
        return [services.answer(attempt=attempt, data=data, event_id=event_id, now=now).pk for _time in range(25)]

    assert at_once(post, post, post, post) == [[attempt.pk] * 25] * 4
    assert Event.objects.filter(attempt=attempt, verb="answered").count() == 1
    assert Attempt.objects.get(pk=attempt.pk).events == 2
    assert Certificate.objects.count() == 1


def test_two_submits_at_once_close_the_attempt_once(attempt, now):
    def submit():
        return services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)

    results = at_once(submit, submit)

    assert sorted(type(result).__name__ for result in results) == ["Attempt", "AttemptClosed"]
    assert Event.objects.filter(attempt=attempt, verb="answered").count() == 1
    assert Enrolment.objects.get().status == Enrolment.Status.COMPLETED
    assert Certificate.objects.count() == 1


def test_answers_from_two_devices_are_all_kept(attempt, now):
    one, other = attempt.form["items"]

    def save(item):
        return lambda: [
            services.answer(attempt=attempt, data={f"q:{item['id']}": item["order"][:1]}, event_id=uuid7(), now=now)
            for _time in range(10)
        ]

    at_once(save(one), save(other))

    attempt.refresh_from_db()
    assert attempt.events == 21
    assert attempt.state["responses"] == {item["id"]: item["order"][:1] for item in (one, other)}
    positions = Event.objects.filter(attempt=attempt).values_list("position", flat=True)
    assert sorted(positions) == list(range(21))


def test_start_pressed_in_two_tabs_begins_one_attempt(enrolment, now):

    def start():
        return start_attempt(enrolment, "trafficking-quiz", now).pk

    assert len(set(at_once(start, start, start, start))) == 1
    assert Attempt.objects.count() == Event.objects.count() == 1


def test_one_event_id_for_two_attempts_is_taken_by_one(attempt, now):
    entry = attempt.enrolment.release.outline.by_slug("trafficking-lesson-1")
    lesson = attempt.enrolment.attempts.get(activity=entry.id)
    event_id = uuid7()

    results = at_once(
        lambda: services.answer(attempt=attempt, data={"flag": []}, event_id=event_id, now=now),
        lambda: services.answer(attempt=lesson, data={"done": ["1"]}, event_id=event_id, now=now),
    )

    assert sum(isinstance(result, event_store.EventConflict) for result in results) == 1
    assert Event.objects.filter(pk=event_id).count() == 1


def test_the_same_batch_from_four_threads_is_stored_once(attempt, wanjiru, now):
    arrivals = [Arrival(attempt.pk, {name: value}, uuid7()) for name, value in right_answers(attempt).items()]

    def send():
        batches = [services.receive(arrivals, by=wanjiru, now=now) for _time in range(5)]
        return [verdict.word for verdicts in batches for verdict in verdicts]

    words = [word for found in at_once(send, send, send, send) for word in found]

    assert words.count("stored") == len(arrivals)
    assert set(words) == {"stored", "known"}
    assert Attempt.objects.get(pk=attempt.pk).events == len(arrivals) + 1
    assert Certificate.objects.count() == 1
    assert list(rebuild(write=False)) == []


def test_two_people_who_send_the_same_ids_at_once_stop_nobody(attempt, course, wanjiru, abdi, now):
    services.enrol(people=[abdi], course=course, now=now)
    entry = course.release.outline.by_slug("trafficking-lesson-1")
    theirs = Enrolment.objects.get(learner=abdi)
    other = services.begin(enrolment=theirs, entry=entry, event_id=uuid7(), now=now, language="en")
    name, value = next(iter(right_answers(attempt).items()))
    ids = [uuid7() for _number in range(20)]

    def send(whose, row, data):
        def send_():
            return [
                verdict.word
                for id in ids
                for verdict in services.receive(
                    [Arrival(row.pk, data, id), Arrival(row.pk, data, uuid7())], by=whose, now=now
                )
            ]

        return send_

    mine, his = at_once(send(wanjiru, attempt, {name: value}), send(abdi, other, {"done": ["1"]}))

    assert mine[1::2] == his[1::2] == ["stored"] * 20
    assert sorted(zip(mine[::2], his[::2], strict=True)) == [("conflict", "stored")] * mine.count("conflict") + [
        ("stored", "conflict")
    ] * his.count("conflict")
    taken = set(Event.objects.filter(pk__in=ids).values_list("attempt", flat=True))
    assert taken <= {attempt.pk, other.pk}
    assert list(rebuild(write=False)) == []


def test_an_id_that_is_taken_meanwhile_stops_no_other_event(attempt, course, wanjiru, abdi, now):
    """The other transaction has stored it and is not over when these are folded."""
    services.enrol(people=[abdi], course=course, now=now)
    theirs = Enrolment.objects.get(learner=abdi)
    entry = course.release.outline.by_slug("trafficking-lesson-1")
    other = services.begin(enrolment=theirs, entry=entry, event_id=uuid7(), now=now, language="en")
    taken, is_stored = uuid7(), ThreadEvent()
    one, two = ({name: value} for name, value in list(right_answers(attempt).items())[:2])

    def hold():
        with transaction.atomic():
            services.answer(attempt=other, data={"done": ["1"]}, event_id=taken, now=now)
            is_stored.set()
            sleep(0.5)

    def send():
        assert is_stored.wait(60)
        sent = [Arrival(attempt.pk, one, taken), Arrival(attempt.pk, two, uuid7())]
        return [verdict.word for verdict in services.receive(sent, by=wanjiru, now=now)]

    assert at_once(hold, send) == [None, ["conflict", "stored"]]
    assert Event.objects.get(pk=taken).attempt_id == other.pk
    assert list(rebuild(write=False)) == []


class TestAssigningTwiceAtOnce:
    """The same form, sent from two tabs."""

    def test_a_cohort_is_given_a_course_once(self, course, cohort, omar, now):
        def give():
            return assignment_services.assign(cohort=cohort, courses=[course], due_at=now, by=omar, now=now)[0].pk

        first, second = at_once(give, give)
        assert first == second
        at_once(*[lambda: assignment_services.run_assignment(first, clock=lambda: now).pk] * 2)
        assert Assignment.objects.count() == 1
        assert Enrolment.objects.count() == 2

    def test_people_are_given_it_once(self, course, wanjiru, abdi, omar, now):
        def give():
            people = list(User.objects.filter(pk__in=[wanjiru.pk, abdi.pk]).select_related("institution"))
            dates = Dates(due_at=now)
            given = assign_to_people(people=people, courses=[course], dates_of=lambda _one: dates, by=omar, now=now)
            return sorted(one.pk for one in given)

        first, second = at_once(give, give)
        assert first == second
        assert Assignment.objects.count() == Enrolment.objects.count() == 2

    def test_more_time_is_given_once(self, enrolment, omar, now):
        Enrolment.objects.update(due_at=now)
        until = now + timedelta(days=7)

        def give():
            rows = Enrolment.objects.all()
            return len(extend(enrolments=rows, until=until, reason="Ill", by=omar, now=now))

        assert sorted(at_once(give, give)) == [0, 1]
        assert Extension.objects.count() == 1
        assert Enrolment.objects.get().due_at == until

    def test_more_time_and_other_dates_leave_the_later_of_both(self, course, cohort, omar, now):
        (given,) = assignment_services.assign(cohort=cohort, courses=[course], due_at=now, by=omar, now=now)
        assignment_services.run_assignment(given.pk, clock=lambda: now)
        until = now + timedelta(days=7)

        def more():
            return len(extend(enrolments=Enrolment.objects.all(), until=until, reason="Ill", by=omar, now=now))

        def other():
            dates = Dates(due_at=now + timedelta(days=1))
            change_dates(assignment=given, dates=dates, late_days=None, by=omar, now=now)
            return assignment_services.run_assignment(given.pk, clock=lambda: now).pk

        assert at_once(more, other) == [2, given.pk]
        assert set(Enrolment.objects.values_list("due_at", flat=True)) == {until}

    def test_beginning_and_withdrawing_lose_nothing(self, course, cohort, wanjiru, omar, now):
        (given,) = assignment_services.assign(cohort=cohort, courses=[course], due_at=now, by=omar, now=now)
        assignment_services.run_assignment(given.pk, clock=lambda: now)
        own = Enrolment.objects.select_related("institution").get(learner=wanjiru)

        def begin():
            return start_attempt(own, "trafficking-quiz", now).pk

        def take_back():
            withdraw(assignment=given, by=omar, now=now)
            return assignment_services.run_assignment(given.pk, clock=lambda: now).pk

        begun, _withdrawn = at_once(begin, take_back)
        assert Attempt.objects.count() == (0 if isinstance(begun, Exception) else 1)
        assert Enrolment.objects.filter(learner=wanjiru).count() == Attempt.objects.count()
