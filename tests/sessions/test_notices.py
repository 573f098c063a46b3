"""People are told that a session or an exam is tomorrow, that a session was called off or moved: each thing once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.quiz.exams import sittings
from assessments.quiz.exams.codes import code, spaced
from courses.models import Activity
from lms.desks.notices import due_notices
from lms.desks.notices.delivery import sender
from lms.desks.notices.meeting_notices import MeetingToAttend, MeetingToLead
from lms.desks.notices.models import Notice
from lms.learning.sessions import attendance_services, services
from lms.learning.sessions.attendance_services import Mark
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Membership, User
from tests.conftest import make_person

from .conftest import HOUR, details

DAY = timedelta(days=1)


def on(begins, **said):
    """A class of three hours that begins then."""
    return details(begins, planned_at=begins, ends_at=begins + 3 * HOUR, **said)


@pytest.fixture
def reader(wanjiru):
    wanjiru.email, wanjiru.language = "wanjiru@example.org", "en"
    wanjiru.save()
    return wanjiru


@pytest.fixture
def planned(reader, cohort, omar, now):
    """In four days."""
    said = on(now + 4 * DAY)
    return services.plan(cohort=cohort, details=said, instructors=[omar], by=omar, now=now)


def run(clock, since, until, *, every=6 * HOUR) -> list[str]:
    """The scheduler from `since` to `until`; the subjects of the mails that it sent."""
    mail.outbox.clear()
    while since < until:
        clock.move_to(since)
        due_notices.gather(now=since)
        sender.sweep(now=since)
        since += every
    return [letter.subject for letter in mail.outbox]


def test_a_new_session_and_a_new_exam_are_told_at_once(clock, course, reader, cohort, omar, now):
    """Nothing was gathered: the notice is written with what was planned, and the bell counts it."""
    services.plan(cohort=cohort, details=on(now + 4 * DAY), instructors=[omar], by=omar, now=now)
    quiz = Activity.objects.get(pk=course.release.outline.activities[-1].id)
    sittings.plan(activity=quiz, cohort=cohort, room="Hall 1", planned_at=now + DAY, invigilator=omar, now=now)
    told = Notice.objects.filter(person=reader)
    assert set(told.values_list("kind", flat=True)) == {"sessions_planned", "quiz_exam_planned"}
    reader.refresh_from_db()
    assert reader.unread_notices == 2
    assert not Notice.objects.exclude(person__cohort_places__cohort=cohort).exists()


def test_the_day_before_it_is_told_once_with_place_and_time(clock, planned, now):
    assert run(clock, now, now + 3 * DAY - 12 * HOUR) == ["New session: Interviewing"]
    assert run(clock, now + 3 * DAY - 12 * HOUR, now + 6 * DAY) == ["Tomorrow: Interviewing"]
    at = planned.planned_at
    assert f"Class “Interviewing”: {at:%A} {at.day} {at:%B} at" in mail.outbox[0].body
    assert "Hall 2" in mail.outbox[0].body
    assert f"/x/sessions/{planned.pk}/" in mail.outbox[0].body


def test_a_scheduler_that_was_down_says_that_it_is_today_and_nothing_afterwards(clock, planned, now):
    run(clock, now, now + HOUR)
    assert run(clock, now + 4 * DAY - HOUR, now + 4 * DAY) == ["Today: Interviewing"]
    assert run(clock, now + 5 * DAY, now + 6 * DAY) == []


def test_another_time_is_told_and_reminded_of_anew(clock, planned, omar, now):
    run(clock, now, now + 4 * DAY - 3 * HOUR)
    moved = on(now + 6 * DAY)
    services.change(session=planned, details=moved, instructors=[omar], by=omar, now=now + 4 * DAY - 3 * HOUR)
    told = run(clock, now + 4 * DAY - 3 * HOUR, now + 7 * DAY)
    assert told == ["Changed: Interviewing", "Tomorrow: Interviewing"]


def test_another_plan_is_told_to_nobody(clock, planned, omar, now):
    said = on(planned.planned_at, plan="Bring the forms.")
    services.change(session=planned, details=said, instructors=[omar], by=omar, now=now)
    assert run(clock, now, now + 2 * DAY) == ["New session: Interviewing"]


def test_what_is_called_off_is_told_and_never_reminded_of(clock, planned, omar, now):
    services.call_off(session=planned, reason="The hall is flooded", by=omar, now=now)
    assert run(clock, now, now + 5 * DAY) == ["Called off: Interviewing"]
    assert "does not take place: The hall is flooded" in mail.outbox[0].body


def test_what_is_over_is_changed_without_a_word(clock, planned, omar, now):
    later = now + 5 * DAY
    services.call_off(session=planned, reason="Nobody came", by=omar, now=later)
    assert run(clock, later, later + DAY) == []


def test_exams_are_told_too_also_where_sessions_are_off(clock, course, planned, cohort, academy, omar, now):
    quiz = Activity.objects.get(pk=course.release.outline.activities[-1].id)
    sittings.plan(activity=quiz, cohort=cohort, room="Hall 1", planned_at=now + DAY, invigilator=omar, now=now)
    people_services.switch(plugin="meetings", institution=academy, on=False, by=None, now=now)
    run(clock, now, now + 6 * DAY)
    assert "New exam: Quiz" in mail.outbox[0].body and "Tomorrow: Quiz" in mail.outbox[0].body
    assert "Tomorrow: Interviewing" not in mail.outbox[0].body


def test_who_leads_it_is_told_with_the_way_to_their_page(clock, planned, omar, now):
    User.objects.filter(pk=omar.pk).update(email="omar@example.org", language="en")
    run(clock, now, now + 4 * DAY)
    letter = next(one for one in mail.outbox if one.to == ["omar@example.org"])
    assert letter.subject == "Tomorrow: Interviewing"
    assert "Class “Interviewing”, which you lead:" in letter.body and f"/x/sessions/{planned.pk}/" in letter.body


def test_the_invigilator_is_led_to_the_board_and_no_code_is_in_a_mail(clock, course, cohort, reader, omar, now):
    User.objects.filter(pk=omar.pk).update(email="omar@example.org", language="en")
    quiz = Activity.objects.get(pk=course.release.outline.activities[-1].id)
    sitting = sittings.plan(
        activity=quiz, cohort=cohort, room="Hall 1", planned_at=now + DAY, invigilator=omar, now=now
    )
    codes = [spaced(code(ticket.pk, ticket.nonce)) for ticket in sitting.tickets.all()]
    run(clock, now, now + DAY)
    assert {letter.to[0] for letter in mail.outbox} == {"wanjiru@example.org", "omar@example.org"}
    assert [letter.to[0] for letter in mail.outbox if f"/x/quiz/exams/{sitting.pk}/" in letter.body] == [
        "omar@example.org"
    ]
    assert codes and not [code for code in codes for letter in mail.outbox if code in letter.body]


@pytest.mark.parametrize("why", ["teaches no more", "is in the cohort"])
def test_who_cannot_lead_it_any_more_is_not_told(planned, omar, now, why):
    when = planned.planned_at - HOUR
    assert [one.person for one in MeetingToLead().occasions(now=when)] == [omar.pk]
    if why == "teaches no more":
        Membership.objects.filter(user=omar).delete()
    else:
        planned.cohort.members.create(user=omar, joined_at=now)
    assert list(MeetingToLead().occasions(now=when)) == []


def test_nobody_of_another_cohort_is_told(planned, stranger, now):
    told = {one.person for one in MeetingToAttend().occasions(now=planned.planned_at - HOUR)}
    assert told == {member.user_id for member in planned.cohort.members.all()}
    assert stranger.pk not in told


@pytest.mark.parametrize("kind", [MeetingToAttend, MeetingToLead])
def test_costs_the_same_for_one_and_for_many(planned, cohort, academy, omar, now, kind):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            list(kind().occasions(now=planned.planned_at - HOUR))
        return len(queries)

    few = cost()
    people = [make_person(f"MANY-{number}", "Many", institution=academy) for number in range(5)]
    people_services.join(cohort=cohort, people=User.objects.filter(pk__in=[one.pk for one in people]), now=now)
    said = on(planned.planned_at, title="Searching")
    services.plan(cohort=cohort, details=said, instructors=[omar], by=omar, now=now)
    assert cost() == few


def test_who_contested_is_told_of_the_answer_once(clock, planned, wanjiru, omar):
    begins = planned.planned_at
    clock.move_to(begins)
    attendance_services.take(session=planned, marks=[Mark(wanjiru.pk, "absent")], way="list", by=omar, now=begins)
    row = attendance_services.contest(attendance=planned.attendance.get(), text="I was there.", by=wanjiru, now=begins)
    attendance_services.answer(
        attendance=row, text="So you were.", mark=Mark(wanjiru.pk, "present"), by=omar, now=begins
    )
    assert run(clock, begins, begins + DAY) == ["Answered: Interviewing"]
    assert f"/x/sessions/mine/{row.pk}/" in mail.outbox[0].body and "So you were." not in mail.outbox[0].body
