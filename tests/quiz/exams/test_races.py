"""One code in two hands at once, an answer while the sitting closes, two exceptions at once."""

from datetime import timedelta

import pytest

from assessments.quiz.exams import admission, exception_services, sittings
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.exams.minutes import services as minutes_services
from assessments.quiz.exams.minutes.models import Minute
from assessments.quiz.exams.minutes.services import EntryContent
from assessments.quiz.exams.room import services as seat_services
from assessments.quiz.exams.seats import Hall
from assessments.quiz.models import Override, QuizPage, Ticket
from courses.models import Activity, Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rules import AttemptClosed
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import make_course, same_when_rebuilt
from tests.progress.test_races import at_once
from tests.releasing import release_waiting

from .acting import code_of, enter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(programme_page):
    page = make_course(programme_page)
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.ticket, quiz.limit_minutes = True, 30
    quiz.save_revision().publish()
    assert release_waiting() == []
    return Course.objects.get(pk=page.translation_key)


@pytest.fixture
def opened(course, academy, wanjiru, abdi, omar, now):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    services.enrol(people=[wanjiru, abdi], course=course, now=now)
    activity = Activity.objects.get(slug="trafficking-quiz")
    planned = sittings.plan(activity=activity, cohort=cohort, room="Hall 2", planned_at=now, invigilator=omar, now=now)
    return sittings.open_sitting(sitting=planned, by=omar, now=now)


@pytest.fixture
def entry(course):
    return course.release.outline.by_slug("trafficking-quiz")


def own(person):
    return Enrolment.objects.select_related("learner__institution", "institution", "course").get(learner=person)


def test_one_code_on_two_devices_begins_one_attempt(opened, entry, wanjiru, now):
    code = code_of(wanjiru)

    def knock():
        return enter(own(wanjiru), entry, code, now).pk

    assert len(set(at_once(knock, knock, knock, knock))) == 1
    assert Attempt.objects.count() == Event.objects.count() == 1
    assert Ticket.objects.get(learner=wanjiru).attempt_id == Attempt.objects.get().pk


def test_wrong_codes_at_once_are_all_counted(opened, entry, wanjiru, now):
    def guess():
        return enter(own(wanjiru), entry, "22222222", now)

    assert {type(found) for found in at_once(guess, guess, guess, guess)} == {admission.WrongCode}
    assert Ticket.objects.get(learner=wanjiru).failures == 4


def test_an_answer_that_was_acknowledged_while_the_sitting_closed_is_kept(opened, entry, wanjiru, abdi, now):
    attempts = [enter(own(person), entry, code_of(person), now) for person in (wanjiru, abdi)]

    def answering(attempt):
        def work():
            kept = 0
            for _time in range(30):
                item = attempt.form["items"][kept % 2]
                try:
                    services.answer(
                        attempt=attempt, data={f"q:{item['id']}": item["order"][:1]}, event_id=uuid7(), now=now
                    )
                except AttemptClosed:
                    return kept
                kept += 1
            return kept

        return work

    def closing():
        sittings.close_sitting(sitting=opened, now=now)
        return sittings.submit([opened.pk], now=now)

    *kept, _submitted = at_once(*(answering(attempt) for attempt in attempts), closing)

    for attempt, acknowledged in zip(attempts, kept, strict=True):
        attempt.refresh_from_db()
        assert Event.objects.filter(attempt=attempt, verb="answered").count() == acknowledged
        assert len(attempt.state["responses"]) == min(acknowledged, 2) and attempt.closed_at is not None
        assert Event.objects.filter(attempt=attempt, verb="terminated").count() == 1
    assert same_when_rebuilt()


def test_the_deadline_and_the_closing_at_once_submit_once(opened, entry, wanjiru, now):
    attempt, late = enter(own(wanjiru), entry, code_of(wanjiru), now), now + timedelta(minutes=40)
    sittings.close_sitting(sitting=opened, now=late)

    at_once(
        lambda: services.expire(attempt=attempt, now=late),
        lambda: sittings.submit([opened.pk], now=late),
        lambda: sittings.submit([opened.pk], now=late),
    )

    assert Event.objects.filter(verb="terminated").count() == 1
    assert same_when_rebuilt()


def test_two_exceptions_at_once_leave_one_in_force(opened, wanjiru, omar, now):
    activity = opened.activity

    def give(minutes):
        return lambda: exception_services.give(
            activity=activity, whom=wanjiru, allowed=Allowance(extra_minutes=minutes), reason="Ill", by=omar, now=now
        )

    assert all(isinstance(given, Override) for given in at_once(*(give(minutes) for minutes in range(1, 5))))
    assert Override.objects.count() == 4 and Override.objects.in_force().count() == 1


def test_one_entry_sent_twice_at_once_and_two_signatures_are_one_each(opened, wanjiru, abdi, omar, now):
    key = uuid7()

    def write():
        return minutes_services.write(
            sitting=opened, said=EntryContent("present", now, wanjiru.pk), by=omar, key=key, now=now
        ).pk

    assert len(set(at_once(write, write, write, write))) == 1
    sittings.close_sitting(sitting=opened, by=omar, now=now)

    def over():
        return minutes_services.take_over(sitting=opened, by=omar, now=now)

    assert sum(len(new) for new in at_once(over, over, over)) == 1

    def sign():
        return minutes_services.sign(sitting=opened, by=omar, now=now).pk

    assert len(set(at_once(sign, sign, sign))) == 1
    assert Minute.objects.count() == 3


def test_seats_given_twice_at_once_are_one_each(opened, omar, now):
    def give(order):
        return lambda: seat_services.seat(sitting=opened, hall=Hall(2, 2), order=order, by=omar, now=now)

    found = at_once(give("number"), give("name"), give("mixed"))
    assert not [one for one in found if isinstance(one, Exception)]
    assert sorted(opened.tickets.values_list("seat", flat=True)) == [1, 2]
