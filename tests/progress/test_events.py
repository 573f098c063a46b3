"""What plugins hear of what happened: the facts, from the institutions where they are on,
and not what was rolled back.
"""

from uuid import UUID

import pytest
from django.db import transaction

from lms.foundation.plugins import events
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.services import Arrival
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.audit import published_events
from tests.builders import complete, right_answers, wrong_answers

from .counting import statements


@pytest.fixture(autouse=True)
def listening(trial):
    for kind in set(events.EVENTS.values()) - set(published_events.KINDS.values()):
        events.subscribe(kind, trial.note)


@pytest.fixture
def on(switch, academy, listening):
    switch("trial", academy, True)


def kept(trial, kind):
    return [event for event in trial.kept if isinstance(event, kind)]


def test_people_enrolled_are_told_by_institution(trial, on, course, wanjiru, abdi, stranger, academy, now):
    services.enrol(people=[wanjiru, abdi, stranger], course=course, now=now)
    ids = tuple(Enrolment.objects.filter(institution=academy).order_by("pk").values_list("pk", flat=True))
    assert trial.kept == [events.Enrolled(institution=academy.pk, at=now, course=course.pk, enrolments=ids)]
    assert len(ids) == 2


def test_nobody_new_is_no_event(trial, on, enrolment, course, wanjiru, now):
    trial.kept.clear()
    services.enrol(people=[wanjiru], course=course, now=now)
    assert trial.kept == []


def test_an_attempt_is_told_when_it_begins_and_when_it_closes(trial, on, enrolment, academy, now):
    quiz = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en", seed=1)
    services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en", seed=1)
    told = {
        "institution": academy.pk,
        "at": now,
        "enrolment": enrolment.pk,
        "attempt": attempt.pk,
        "activity": UUID(quiz.id),
        "kind": "quiz",
    }
    assert kept(trial, events.AttemptBegun) == [events.AttemptBegun(**told)]
    assert kept(trial, events.AttemptClosed) == []

    last = uuid7()
    for _again in range(2):
        services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=last, now=now)

    assert kept(trial, events.AttemptClosed) == [
        events.AttemptClosed(**told, passed=False, score=Attempt.objects.get().score)
    ]


def test_a_course_is_completed_once_and_certified_once(trial, on, enrolment, now):
    complete(enrolment, now=now)
    [done] = kept(trial, events.CourseCompleted)
    assert (done.enrolment, done.course, done.score) == (enrolment.pk, enrolment.course_id, 1.0)
    [issued] = kept(trial, events.CertificateIssued)
    assert (issued.enrolment, issued.serial) == (enrolment.pk, enrolment.certificate.serial)


def test_where_the_plugin_is_off_it_hears_nothing(trial, enrolment, now):
    complete(enrolment, now=now)
    assert trial.kept == trial.asked == []


def test_what_is_rolled_back_reaches_nobody(trial, on, course, wanjiru, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enrol(people=[wanjiru], course=course, now=now)
        raise ZeroDivisionError
    assert trial.asked == []


def test_without_listeners_nothing_is_asked_of_the_database(trial, course, wanjiru, abdi, now):
    events.withdraw("trial")
    services.enrol(people=[wanjiru], course=course, now=now)
    with statements() as without:
        services.enrol(people=[abdi], course=course, now=now)
    assert [sql.split()[0] for sql in without].count("INSERT") == 1
    assert not any("enrolled_at" in sql and sql.startswith("SELECT") for sql in without)


def test_what_arrives_at_once_is_told_as_what_comes_alone_and_once(trial, on, attempt, wanjiru, now):
    trial.kept.clear()
    arrivals = [Arrival(attempt.pk, {name: value}, uuid7()) for name, value in right_answers(attempt).items()]
    for _time in range(2):
        services.receive(arrivals, by=wanjiru, now=now)
    [closed], [completed] = (kept(trial, kind) for kind in (events.AttemptClosed, events.CourseCompleted))
    assert (closed.attempt, closed.passed, closed.score, closed.at) == (attempt.pk, True, 1.0, now)
    assert (completed.enrolment, completed.score) == (attempt.enrolment_id, 1.0)
