"""Attendance as a requirement of a course: journalled, counted, corrected, brought in later, on the certificate."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.enrolments.withdrawal_services import withdraw
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.sessions import attendance_services, journal
from lms.learning.sessions import services as session_services
from lms.learning.sessions.attendance_services import Mark
from lms.learning.sessions.models import Attendance, SessionPage
from lms.people.administration.records import services as people_services
from lms.people.directory.models import User
from tests.builders import make_course, release
from tests.progress.counting import statements

from .conftest import HOUR, details


@pytest.fixture
def course(programme_page) -> Course:
    """With five hours of drills, of which four have to be attended."""
    page = make_course(programme_page)
    drills = page.add_child(instance=SessionPage(title="Drills", slug="drills", minutes=300, introduction="In boots."))
    drills.save_revision().publish()
    return release(page)


@pytest.fixture
def entry(course):
    return course.release.outline.by_slug("drills")


@pytest.fixture
def enrolled(course, cohort, omar, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    return cohort


def drill(cohort, entry, omar, now, number=0, hours=2.5):
    """One of two and a half hours, unless told."""
    begins = now + timedelta(days=number)
    about = details(now, title=f"Drill {number}", planned_at=begins, ends_at=begins + HOUR * hours, activity=entry.id)
    return session_services.plan(cohort=cohort, details=about, instructors=[omar], by=omar, now=now)


def note(session, *marks, by, at=None):
    attendance_services.take(session=session, marks=marks, way="list", by=by, now=at or session.ends_at)


def mine(person) -> Attempt:
    return Attempt.objects.get(enrolment__learner=person, kind="session")


def done(person, entry) -> bool:
    return entry.id in Enrolment.objects.get(learner=person).done


def test_enough_minutes_complete_the_activity(enrolled, entry, wanjiru, abdi, omar, now):
    first, second = (drill(enrolled, entry, omar, now, number) for number in (0, 1))
    note(first, Mark(wanjiru.pk, "present"), Mark(abdi.pk, "present"), by=omar)
    assert not done(wanjiru, entry)
    note(second, Mark(wanjiru.pk, "late", missed=60), Mark(abdi.pk, "excused", reason="Court"), by=omar)
    assert done(wanjiru, entry) and not done(abdi, entry)
    assert (mine(wanjiru).passed, mine(abdi).passed) == (True, None)
    facts = list(Event.objects.filter(attempt=mine(wanjiru), verb="attended").order_by("position"))
    assert [fact.data["by"] for fact in facts] == [omar.pk, omar.pk]
    assert facts[0].data == {
        "session": first.pk,
        "status": "present",
        "minutes": 150,
        "length": 150,
        "by": omar.pk,
    }
    assert facts[0].occurred_at == first.planned_at
    enrolment = Enrolment.objects.get(learner=wanjiru)
    assert (enrolment.started_at, enrolment.seen_at) == (None, None)
    assert list(rebuild(write=False)) == []


def test_a_correction_takes_away_what_was_not_attended(enrolled, entry, wanjiru, omar, now):
    first, second = (drill(enrolled, entry, omar, now, number) for number in (0, 1))
    for session in (first, second):
        note(session, Mark(wanjiru.pk, "present"), by=omar)
    assert done(wanjiru, entry)
    note(second, Mark(wanjiru.pk, "absent"), by=omar)
    assert not done(wanjiru, entry)
    note(second, Mark(wanjiru.pk, "present"), by=omar)
    assert done(wanjiru, entry)
    assert Attempt.objects.filter(enrolment__learner=wanjiru, kind="session").count() == 1
    assert list(rebuild(write=False)) == []


def test_the_code_enters_the_journal_too(enrolled, entry, wanjiru, omar, now):
    session = drill(enrolled, entry, omar, now)
    attendance_services.arrive(session=session, learner=wanjiru, now=now)
    assert mine(wanjiru).state["sessions"] == {str(session.pk): {"status": "present", "minutes": 150, "length": 150}}
    assert Attendance.objects.get().journalled


def test_what_was_noted_before_somebody_was_enrolled_is_brought_in_once(
    cohort, course, entry, wanjiru, omar, academy, now, django_capture_on_commit_callbacks
):
    session = drill(cohort, entry, omar, now)
    note(session, Mark(wanjiru.pk, "present"), by=omar)
    assert journal.take_up([academy], now=session.ends_at) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    assert [journal.take_up([academy], now=session.ends_at) for _time in range(2)] == [1, 0]
    assert mine(wanjiru).state["sessions"][str(session.pk)]["minutes"] == 150


def test_while_sessions_are_off_nothing_enters_and_later_it_does(enrolled, entry, wanjiru, omar, academy, now):
    session = drill(enrolled, entry, omar, now)
    people_services.switch(plugin="meetings", institution=academy, on=False, by=None, now=now)
    Enrolment.objects.first().institution.refresh_from_db()
    note(session, Mark(wanjiru.pk, "present"), by=omar)
    assert not Attempt.objects.filter(kind="session").exists()
    people_services.switch(plugin="meetings", institution=academy, on=True, by=None, now=now)
    assert journal.take_up([academy], now=session.ends_at) == 1


def test_the_learner_sees_how_far_they_are_and_begins_nothing(as_, enrolled, entry, wanjiru, omar, now):
    session = drill(enrolled, entry, omar, now)
    client, address = as_(wanjiru), "/learn/trafficking/drills/"
    page = client.get(address).content.decode()
    assert "of 4 hours that are needed" in page and "/start/" not in page and "In boots." in page
    client.post(f"{address}start/", {"event_id": str(uuid7())})
    assert not Attempt.objects.exists()
    note(session, Mark(wanjiru.pk, "present"), by=omar)
    page = client.get(address).content.decode()
    assert "<b>2 hours 30 minutes</b> of 4 hours" in page
    assert "My learning" in page
    assert client.post(address, {"done": "1", "event_id": str(uuid7())}).status_code == 422


def test_the_instructor_says_for_what_a_session_counts(as_, enrolled, entry, course, omar):
    page = as_(omar).get(reverse("meetings:plan", args=[enrolled.pk])).content.decode()
    assert f'value="{entry.id}"' in page and "Drills · What trafficking is" in page
    sent = {
        "kind": "drill",
        "title": "Search",
        "room": "Yard",
        "activity": entry.id,
        "planned_at": "2026-11-25T08:00",
        "ends_at": "2026-11-25T10:00",
    }
    assert as_(omar).post(reverse("meetings:plan", args=[enrolled.pk]), sent).status_code == 302
    session = enrolled.meetings_sessions.get()
    assert str(session.activity_id) == entry.id
    assert session.course == course, "that of the activity"
    assert "<dd>What trafficking is</dd>" in as_(omar).get(reverse("meetings:show", args=[session.pk])).content.decode()


def test_the_instructor_says_about_which_course_a_session_is(as_, enrolled, course, omar):
    address = reverse("meetings:plan", args=[enrolled.pk])
    begins, ends = "2026-11-25T08:00", "2026-11-25T10:00"
    sent = {"kind": "drill", "title": "Search", "room": "Yard", "planned_at": begins, "ends_at": ends}
    assert as_(omar).post(address, {**sent, "course": str(uuid7())}).status_code == 422
    for chosen in (str(course.pk), ""):
        assert as_(omar).post(address, {**sent, "course": chosen}).status_code == 302
    assert [one.course for one in enrolled.meetings_sessions.order_by("pk")] == [course, None]
    client, session = as_(omar), enrolled.meetings_sessions.order_by("pk").last()
    change = reverse("meetings:change", args=[session.pk])
    assert client.post(change, {**sent, "course": str(course.pk)}).status_code == 302
    session.refresh_from_db()
    assert session.course == course


def test_what_was_withdrawn_is_not_offered_and_what_was_planned_for_it_counts(enrolled, entry, wanjiru, omar, now):
    session = drill(enrolled, entry, omar, now)
    Enrolment.objects.filter(learner=wanjiru).update(started_at=now, status="started")
    subjects = journal.subjects_of(enrolled, language="en")
    assert list(subjects.activities.values()) == ["Drills · What trafficking is"]
    assert list(subjects.courses.values()) == ["What trafficking is"]

    withdraw(assignment=enrolled.assignments.get(), by=omar, now=now)
    note(session, Mark(wanjiru.pk, "present"), by=omar)

    assert journal.subjects_of(enrolled, language="en") == journal.Subjects()
    assert mine(wanjiru).journal.filter(verb="attended").count() == 1


def test_three_hundred_people_cost_as_many_statements_as_three(enrolled, course, entry, omar, academy, now):
    def counted(number: int, first: int) -> int:
        rows = [
            User(service_number=f"KE-6{place:04}", name=f"Cadet {place}", institution=academy, password="!")
            for place in range(first, first + number)
        ]
        people = User.objects.bulk_create(rows)
        people_services.join(cohort=enrolled, people=people, now=now)
        services.enrol(people=people, course=course, now=now)
        session = drill(enrolled, entry, omar, now, hours=1)
        with statements() as asked:
            attendance_services.all_present(session=session, way="list", by=omar, now=session.ends_at)
        assert Attendance.objects.filter(session=session, journalled=True).count() >= number
        return len(kinds(asked))

    def kinds(asked: list[str]) -> set[str]:
        """What is written comes in portions, in which a statement is the same."""
        return {" ".join(one.split()[:3]) for one in asked}

    counted(2, 500)  # reads what is kept from then on
    assert counted(3, 0) == counted(300, 10)
