"""What comes to a programme after it was given to a cohort or a person."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.models import Course, CoursePage, LessonPage
from lms.learning.progress.enrolments import assignment_services, withdrawal_services
from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.enrolments.programme_additions import count_newcomers, give_added
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.people.directory.models import Cohort
from tests.builders import make_course, release

from .counting import statements
from .test_programmes import programme  # noqa: F401


@pytest.fixture
def given(programme, cohort, omar, now):
    """Gives the programme as it is, with `dates`, to the cohort."""

    def give(dates: Dates, late_days: int | None = None) -> list[Course]:
        courses = list(Course.objects.filter(pk__in=programme.courses))
        named = {course.pk: programme for course in courses}
        about = {"courses": courses, "by": omar, "now": now, "dates": dates, "programmes": named}
        for row in assignment_services.assign(cohort=cohort, late_days=late_days, **about):
            assignment_services.run_assignment(row.pk, clock=lambda: now)
        return courses

    return give


@pytest.fixture
def add(programme_page, django_capture_on_commit_callbacks):
    """Releases another course of the programme."""

    def added(slug: str = "added") -> Course:
        with django_capture_on_commit_callbacks(execute=True):
            page = make_course(programme_page, slug)
            page.save_revision().publish()
            release(page)
            programme_page.save_revision().publish()
        return Course.objects.get(pk=page.translation_key)

    return added


def test_is_given_to_the_cohort_with_the_dates_of_the_programme(
    given,
    add,
    cohort,
    programme,
    now,
    django_capture_on_commit_callbacks,
):
    dates = Dates(due_at=now + timedelta(days=30), closes_at=now + timedelta(days=40))
    given(dates)
    course, later = add(), now + timedelta(days=3)

    with django_capture_on_commit_callbacks(execute=True):
        assert give_added(now=later) == 1

    row = Assignment.objects.get(course=course)
    assert (row.cohort, row.dates, row.programme, row.assigned_by) == (cohort, dates, programme, None)
    ways = Enrolment.objects.filter(course=course)
    assert ways.count() == 2 and all(way.dates == dates for way in ways)
    assert give_added(now=later) == 0


def new_course(programme_page) -> CoursePage:
    """Published, and not released yet."""
    page = programme_page.add_child(instance=CoursePage(title="New", slug="new", summary="One more."))
    body = [{"type": "text", "id": "00000000-0000-0000-0000-000000000009", "value": "<p>Read this.</p>"}]
    page.add_child(instance=LessonPage(title="A lesson", slug="new-lesson", minutes=10, body=body))
    return page


def test_the_effect_of_its_first_release_says_whom_it_enrols(
    given, programme, programme_page, superuser, as_, now, django_assert_num_queries
):
    given(Dates())
    page = new_course(programme_page)

    shown = as_(superuser).get(reverse("courses_release", args=[page.translation_key])).content.decode()

    words = " ".join(shown.split())
    assert "2 people who were given its programme will be enrolled in this course by the next day" in words
    assert "they complete the programme with it only" in words
    with django_assert_num_queries(3):
        assert count_newcomers(page.translation_key, programme.pk) == 2


def test_whose_time_is_over_is_not_counted(given, programme, programme_page, now):
    given(Dates(due_at=now + timedelta(days=1)))
    page = new_course(programme_page)
    with time_machine.travel(now + timedelta(days=5)):
        assert count_newcomers(page.translation_key, programme.pk) == 0


def test_who_is_there_has_as_many_days_as_who_joins(given, add, now):
    given(Dates(due_at=now + timedelta(days=10)), late_days=14)
    course, later = add(), now + timedelta(days=20)

    assert give_added(now=later) == 1
    assert Assignment.objects.get(course=course).due_at > later + timedelta(days=13)


@pytest.mark.parametrize("dates", [Dates(due_at=1), Dates(due_at=1, closes_at=2), Dates(closes_at=1, required=False)])
def test_is_not_given_where_the_time_is_over(given, add, now, dates):
    days = {name: now + timedelta(days=at) for name in ("due_at", "closes_at") if (at := getattr(dates, name))}
    given(Dates(**days, required=dates.required))
    add()

    assert give_added(now=now + timedelta(days=5)) == 0


def test_is_not_given_to_a_cohort_that_is_closed_or_to_whom_the_programme_was_withdrawn(given, add, cohort, omar, now):
    given(Dates())
    add()
    Cohort.objects.update(closed_at=now)
    assert give_added(now=now) == 0

    Cohort.objects.update(closed_at=None)
    for row in Assignment.objects.all():
        withdrawal_services.withdraw(assignment=row, by=omar, now=now)
    assert give_added(now=now) == 0


def test_what_was_withdrawn_or_given_otherwise_stays_as_it_is(given, add, cohort, omar, now):
    given(Dates())
    gone, other = add("gone"), add("other")
    rows = assignment_services.assign(cohort=cohort, courses=[gone, other], by=omar, now=now)
    withdrawal_services.withdraw(assignment=rows[0], by=omar, now=now)

    assert give_added(now=now) == 0
    assert Assignment.objects.get(course=other).programme is None


def test_is_given_to_single_people(programme, add, wanjiru, abdi, omar, now):
    courses = list(Course.objects.filter(pk__in=programme.courses))
    dates = Dates(due_at=now + timedelta(days=30))
    named = {course.pk: programme for course in courses}
    about = {"courses": courses, "dates_of": lambda _person: dates, "by": omar, "now": now, "programmes": named}
    assign_to_people(people=[wanjiru, abdi], **about)
    abdi.is_active = False
    abdi.save()
    course = add()

    assert give_added(now=now) == 1 and give_added(now=now) == 0
    way = Enrolment.objects.get(course=course)
    assert (way.learner, way.dates, way.assignment.programme) == (wanjiru, dates, programme)


def test_where_nothing_came_it_costs_the_same_for_many(given, academy, programme, omar, now):
    courses = given(Dates())
    with statements() as few:
        assert give_added(now=now) == 0
    for number in range(3):
        cohort = Cohort.objects.create(institution=academy, name=f"Intake {number}")
        named = {course.pk: programme for course in courses}
        assignment_services.assign(cohort=cohort, courses=courses, by=omar, now=now, programmes=named)
    with statements() as many:
        assert give_added(now=now) == 0
    assert len(few) == len(many)
