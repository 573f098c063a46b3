"""“Today” lists the checklists by which people of one's cohorts were not observed yet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.observation.today import observing_today
from lms.foundation.plugins.pages.today import Day
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.progress.counting import statements

from .building import signed

TODAY = "/teach/today/"


@pytest.fixture
def lines(now):
    """Return the title and the number of each line."""
    day = Day(now, now, now + timedelta(days=1))
    return lambda person: [(one.title, one.number) for one in observing_today(person, day)]


def test_counts_who_is_left_and_leads_to_choosing_them(as_, lines, enrolled, entry, omar, wanjiru, abdi, now):
    assert lines(omar) == [("First contact · Intake 2026 B", 2)]
    signed(enrolled, entry, omar, now, wanjiru)
    assert lines(omar) == [("First contact · Intake 2026 B", 1)]
    page = as_(omar).get(TODAY).content.decode()
    assert "First contact · Intake 2026 B: 1" in page
    assert reverse("observation:begin", args=[enrolled.pk, entry.id]) in page
    signed(enrolled, entry, omar, now, abdi)
    assert lines(omar) == []


def test_says_nothing_of_other_institutions_closed_cohorts_and_oneself(lines, enrolled, omar, stranger, wanjiru, now):
    assert lines(stranger) == lines(wanjiru) == []
    people_services.join(cohort=enrolled, people=[omar], now=now)
    assert lines(omar) == [("First contact · Intake 2026 B", 2)], "nobody observes themselves"
    Cohort.objects.update(closed_at=now)
    assert lines(omar) == []


def test_says_nothing_of_what_was_withdrawn(lines, enrolled, omar, now):
    Assignment.objects.update(withdrawn_at=now)
    assert lines(omar) == []


def test_costs_three_statements_for_any_number_of_cohorts(lines, enrolled, course, omar, academy, now):
    lines(omar)
    for number in range(12):
        with statements() as found:
            assert len(lines(omar)) == min(number + 1, 10)
        assert len(found) == 3
        other = Cohort.objects.create(institution=academy, name=f"Intake {number}")
        people_services.join(cohort=other, people=list(enrolled.people.all()), now=now)
        for one in assign(cohort=other, courses=[course], due_at=None, by=omar, now=now):
            run_assignment(one.pk, clock=lambda: now)
