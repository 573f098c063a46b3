"""One meaning of “a cohort meets”: classes, drills and exams, at the same cost for many as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models.signals import post_init

from assessments.quiz.exams import sittings
from courses.models import Activity
from lms.desks.notices.meeting_notices import MeetingToAttend
from lms.foundation.plugins import meetings
from lms.foundation.plugins.notice import PendingNotice
from lms.learning.sessions import services
from lms.learning.sessions.models import Session
from lms.people.administration.records import services as people_services
from tests.progress.counting import statements

from .conftest import HOUR, details

DAY = timedelta(days=1)


@contextmanager
def receives(signal, sender, receiver) -> Iterator[None]:
    signal.connect(receiver, sender=sender)
    try:
        yield
    finally:
        signal.disconnect(receiver, sender=sender)


@pytest.fixture
def sitting(course, cohort, omar, now):
    quiz = Activity.objects.get(pk=course.release.outline.activities[-1].id)
    return sittings.plan(
        activity=quiz, cohort=cohort, room="Hall 1", planned_at=now + 2 * HOUR, invigilator=omar, now=now
    )


def asked(now, *, cohort=None, person=None):
    span = {"since": now, "until": now + DAY}
    if cohort is not None:
        return meetings.of_cohorts([cohort.pk], **span)
    return meetings.of_person(person, **span) if person else meetings.within(**span)


def test_sessions_and_exams_stand_side_by_side(session, sitting, cohort, wanjiru, stranger, now):
    for found in (asked(now, cohort=cohort), asked(now, person=wanjiru), asked(now)):
        assert [(one.kind, one.pk, one.room) for one in found] == [
            ("session", session.pk, "Hall 2"),
            ("exam", sitting.pk, "Hall 1"),
        ]
    assert asked(now, person=stranger) == []
    assert [one.url for one in asked(now, cohort=cohort)] == [
        f"/x/sessions/{session.pk}/",
        f"/x/quiz/exams/{sitting.pk}/",
    ]
    assert [one.url for one in asked(now, person=wanjiru)][1] == "/x/quiz/exam/"


def test_what_is_called_off_is_marked_and_not_left_out(session, sitting, omar, cohort, now):
    services.call_off(session=session, reason="Rain", by=omar, now=now)
    sittings.close_sitting(sitting=sitting, by=omar, now=now)
    assert [one.cancelled for one in asked(now, cohort=cohort)] == [True, True]


def test_where_a_plugin_is_off_its_meetings_are_not_there(session, sitting, academy, cohort, wanjiru, now):
    people_services.switch(plugin="meetings", institution=academy, on=False, by=None, now=now)
    for found in (asked(now, cohort=cohort), asked(now, person=wanjiru), asked(now)):
        assert [one.kind for one in found] == ["exam"]


def test_a_kind_that_breaks_leaves_the_others(session, sitting, cohort, monkeypatch, now):
    from assessments.quiz.exams.calendar import Exams

    monkeypatch.setattr(Exams, "of_cohorts", lambda kind, cohorts, **span: 1 / 0)
    assert [one.kind for one in asked(now, cohort=cohort)] == ["session"]


def test_a_year_costs_as_much_as_a_day(session, sitting, cohort, omar, now):
    with statements() as before:
        asked(now, cohort=cohort)
    for number in range(20):
        services.plan(cohort=cohort, details=details(now, title=f"Session {number}"), instructors=[], by=omar, now=now)
    with statements() as after:
        assert len(asked(now, cohort=cohort)) == 22
    assert len(after) == len(before)


class TestMeetingsByTheirKeys:
    def test_of_each_kind_those_with_the_keys_are_given(self, session, sitting, cohort, omar, now):
        services.plan(cohort=cohort, details=details(now + HOUR), instructors=[omar], by=omar, now=now)
        span = {"since": now, "until": now + DAY}
        found = meetings.with_keys({"session": {session.pk}, "exam": {sitting.pk}, "gone": {1}}, **span)
        assert [(one.kind, one.pk) for one in found] == [("session", session.pk), ("exam", sitting.pk)]
        assert found == [one for one in meetings.within(**span) if one.pk in (session.pk, sitting.pk)]
        assert meetings.with_keys({"session": {session.pk}}, since=now + 12 * HOUR, until=now + DAY) == []

    def test_a_notice_of_one_reads_no_other_meeting(self, session, cohort, omar, now):
        for hours in range(1, 6):
            services.plan(cohort=cohort, details=details(now + hours * HOUR), instructors=[omar], by=omar, now=now)
        facts = {"kind": "session", "pk": session.pk, "at": session.planned_at.isoformat()}
        read = []
        with receives(post_init, Session, lambda instance, **_more: read.append(instance.pk)):
            [words] = MeetingToAttend().words([PendingNotice(1, facts)], now=now)
        assert "Interviewing" in words.subject
        assert read == [session.pk]
