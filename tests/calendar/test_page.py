"""The page of one’s own calendar: what is due, where one is expected, what one leads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.quiz.exams import sittings
from courses.models import Activity
from lms.learning.sessions import services
from lms.people.administration.records import services as people_services
from tests.progress.counting import statements
from tests.sessions.conftest import HOUR, details

PAGE = "/x/calendar/"


def shown(client, query: str = "") -> str:
    page = client.get(PAGE + query)
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2]


class TestALearner:
    def test_finds_what_is_due_and_where_they_are_expected_by_day(self, as_, wanjiru, due, session):
        page = shown(as_(wanjiru))
        assert page.index("Tuesday 24 November") < page.index("Interviewing") < page.index("December 2026")
        assert page.index("Tuesday 1 December") < page.index("What trafficking is")
        assert "13:00–16:00" in page and "Hall 2" in page
        assert f'href="/x/sessions/{session.pk}/"' in page and f'href="/learn/{due.course.slug}/"' in page

    def test_reads_when_a_course_opens_and_closes(self, as_, wanjiru, due, now):
        due.opens_at, due.closes_at = now + timedelta(days=2), due.due_at + timedelta(days=2)
        due.save(update_fields=["opens_at", "closes_at"])
        page = shown(as_(wanjiru))
        assert page.index("Thursday 26 November") < page.index("Opens") < page.index("Tuesday 1 December")
        assert page.index("Thursday 3 December") < page.index("Closes")

    def test_reads_days_of_the_institution_and_not_of_the_server(self, as_, academy, wanjiru, due):
        academy.timezone = "America/Los_Angeles"
        academy.save()
        assert "Monday 30 November" in shown(as_(wanjiru))

    def test_reads_first_what_is_overdue(self, as_, wanjiru, due, clock):
        clock.move_to(due.due_at + timedelta(days=3))
        page = shown(as_(wanjiru))
        assert page.index('id="overdue"') < page.index("Tuesday 1 December")

    def test_finds_nothing_of_what_they_completed(self, as_, wanjiru, due, now):
        due.status, due.completed_at, due.remaining = "completed", now, 0
        due.save()
        assert "What trafficking is" not in shown(as_(wanjiru))

    def test_sees_that_a_session_was_called_off(self, as_, wanjiru, omar, session, now):
        services.call_off(session=session, reason="Rain", by=omar, now=now)
        assert "Called off" in shown(as_(wanjiru))

    def test_looks_at_another_month(self, as_, wanjiru, due, session):
        client = as_(wanjiru)
        assert "Interviewing" in shown(client, "?month=2026-11") and "Tuesday 1 December" not in shown(
            client, "?month=2026-11"
        )
        assert "What trafficking is" in shown(client, "?month=2026-12")
        assert 'href="?month=2026-10"' in shown(client, "?month=2026-11")

    @pytest.mark.parametrize(
        "text", ["2026-13", "0001-01", "9999-12", "x", "-", "2026-1'", "٢٠٢٦-١٢", "2026-" + "1" * 999]
    )
    def test_reads_what_is_to_come_where_the_month_is_none(self, text, as_, wanjiru, session):
        assert "Interviewing" in shown(as_(wanjiru), f"?month={text}") or "2026" in text

    def test_finds_nothing_of_others(self, as_, stranger, neighbour, session, due):
        for other in (stranger, neighbour):
            page = shown(as_(other))
            assert "Interviewing" not in page and "What trafficking is" not in page and "Nothing is due" in page

    def test_has_no_sessions_where_they_are_off(self, as_, wanjiru, academy, session, due, now):
        people_services.switch(plugin="meetings", institution=academy, on=False, by=None, now=now)
        page = shown(as_(wanjiru))
        assert "Interviewing" not in page and "What trafficking is" in page


class TestAnInstructor:
    def test_finds_what_they_lead_with_the_cohort(self, as_, omar, session):
        page = shown(as_(omar))
        assert "Interviewing" in page and "You lead this" in page and "Intake 2026 B" in page

    def test_finds_exams_that_they_invigilate(self, as_, omar, course, cohort, now):
        quiz = Activity.objects.get(pk=course.release.outline.activities[-1].id)
        about = {"activity": quiz, "cohort": cohort, "room": "Hall 1", "planned_at": now + HOUR}
        sitting = sittings.plan(**about, invigilator=omar, now=now)
        assert reverse("quiz:board", args=[sitting.pk]) in shown(as_(omar))

    def test_does_not_find_what_a_colleague_leads(self, as_, neighbour, session):
        assert "Interviewing" not in shown(as_(neighbour))


def test_costs_as_much_for_fifty_sessions_as_for_one(as_, wanjiru, omar, cohort, session, due, now):
    client = as_(wanjiru)
    client.get(PAGE)
    with statements() as before:
        client.get(PAGE)
    for number in range(50):
        about = details(now + number * HOUR, title=f"Session {number}")
        services.plan(cohort=cohort, details=about, instructors=[], by=omar, now=now)
    with statements() as after:
        assert "Session 49" in shown(client)
    assert len(after) == len(before) <= 9  # three of them ask for turns, refreshers and hand-ins


def test_switched_off_it_is_gone_there_and_nowhere_else(as_, wanjiru, stranger, academy, secret, client, now):
    people_services.switch(plugin="calendar", institution=academy, on=False, by=None, now=now)
    assert as_(wanjiru).get(PAGE).status_code == 404
    assert client.get(f"/p/calendar/{secret}.ics").status_code == 404
    assert as_(stranger).get(PAGE).status_code == 200
