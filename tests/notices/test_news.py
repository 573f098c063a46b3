"""News on “My learning”, and new editions: told to those under way in an earlier one; a correction to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import LessonPage
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of
from lms.foundation.plugins.notice import Occasion, tell
from lms.learning.progress.enrolments import assignment_services, corrections
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.administration.records.services import join
from lms.people.directory.models import Cohort, User
from tests.courses.conftest import publish
from tests.progress.counting import statements
from tests.releasing import release_waiting

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
    assert "The course “What trafficking is” was assigned to you." in news_of(client)
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


KINDS = ("new_edition", "new_edition_taught")


@pytest.fixture
def given(academy, course, omar, neighbour, wanjiru, abdi):
    """Two learners have the course; one of them completed it."""
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    (assignment,) = assignment_services.assign(cohort=cohort, courses=[course], by=omar, now=now)
    assignment_services.run_assignment(assignment.pk)
    Enrolment.objects.filter(learner=abdi).update(status="completed", completed_at=now)
    return cohort


def come_out(course_page, *, new_edition: bool) -> None:
    publish(LessonPage.objects.child_of(course_page).first(), title="Another title")
    release_waiting(timezone.now(), new_edition=new_edition)


def said(now) -> dict[str, str]:
    rows = list(Notice.objects.filter(kind__in=KINDS).select_related("person__institution"))
    words = words_of(rows, {row.person_id: row.person for row in rows}, now=now, language="en")
    return {row.person.service_number: words[row.pk].text if words[row.pk] else "" for row in rows}


def test_a_new_edition_is_told_once_to_learners_under_way_and_their_instructors(given, course_page, course):
    come_out(course_page, new_edition=True)
    for hours in (1, 3):
        due_notices.gather(now=timezone.now() + timedelta(hours=hours))
    title = course.titles["en"]
    assert Notice.objects.filter(kind__in=KINDS).count() == 2
    assert said(timezone.now()) == {
        "KE-20377": f"The course “{title}” has a new edition. You finish the one that you began: nothing changes for "
        "you.",
        "KE-100": f"Edition 2 of the course “{title}” is out. People who are given the course from now on have it; who "
        "is under way finishes the edition they began.",
    }
    Enrolment.objects.update(status="completed", completed_at=timezone.now())
    assert said(timezone.now())["KE-20377"] == ""


def test_a_correction_moves_whoever_is_under_way_and_is_told_to_nobody(given, course_page):
    come_out(course_page, new_edition=False)
    corrections.move(now=timezone.now())
    due_notices.gather(now=timezone.now() + timedelta(hours=1))
    assert said(timezone.now()) == {}


def test_a_new_edition_is_not_told_to_instructors_of_a_closed_cohort(given, course_page):
    Cohort.objects.update(closed_at=timezone.now())
    come_out(course_page, new_edition=True)
    due_notices.gather(now=timezone.now() + timedelta(hours=1))
    assert list(said(timezone.now())) == ["KE-20377"]
