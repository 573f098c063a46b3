"""What is new, on “My learning”: the newest of what somebody has not read."""

from datetime import timedelta

import pytest

from lms.desks.notices.models import Notice
from lms.foundation.plugins.notice import Occasion, tell
from lms.learning.progress.enrolments.assignment_services import assign
from lms.people.administration.records.services import join
from lms.people.directory.models import Cohort, User
from tests.progress.counting import statements

PAGE = "/learn/"


@pytest.fixture
def assigned(academy, wanjiru, course, omar, now, django_capture_on_commit_callbacks):
    """A course was given to Wanjirũ’s cohort."""
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    join(cohort=cohort, people=[wanjiru], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    return Notice.objects.get(person=wanjiru)


def news_of(client) -> str:
    page = client.get(PAGE).content.decode()
    return page.partition("What is new")[2].partition("</section>")[0]


def test_says_what_happened_and_leads_there(as_, wanjiru, assigned):
    client = as_(wanjiru)
    assert "The course “What trafficking is” was given to you." in news_of(client)
    response = client.post(f"/notices/{assigned.pk}/open/", {"go": "1"})
    assert response["Location"] == "/learn/trafficking/"
    assert news_of(client) == "", "it was read"


def test_other_people_see_no_news_of_this_learner(as_, abdi, stranger, assigned):
    assert news_of(as_(abdi)) == news_of(as_(stranger)) == ""


def test_says_nothing_that_makes_no_sense_any_more(as_, wanjiru, assigned):
    wanjiru.enrolments.all().delete()
    assert news_of(as_(wanjiru)) == ""


def test_leaves_due_dates_to_the_page_itself(as_, wanjiru, assigned, enrolment, now):
    Notice.objects.all().delete()
    enrolment.due_at = now + timedelta(days=1)
    enrolment.save()
    facts = {"course": str(enrolment.course_id)}
    tell("due_soon", [Occasion(wanjiru.pk, "x", now, now + timedelta(days=1), facts)], now=now)
    assert User.objects.get(pk=wanjiru.pk).unread_notices == 1
    assert news_of(as_(wanjiru)) == ""


def test_costs_two_statements_for_many_of_a_kind_and_none_without(as_, wanjiru, assigned, now):
    client = as_(wanjiru)
    client.get(PAGE)
    with statements() as some:
        client.get(PAGE)
    facts = dict(assigned.facts)
    told = [Occasion(wanjiru.pk, f"x{number}", now, now + timedelta(days=1), facts) for number in range(20)]
    tell("assigned", told, now=now)
    with statements() as many:
        assert news_of(client).count("<form") == 3
    Notice.objects.update(read_at=now)
    with statements() as none:
        client.get(PAGE)
    assert len(many) == len(some) == len(none) + 2
