"""A new edition is told to those under way in an earlier one and to those who teach it; a correction to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import LessonPage
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of
from lms.learning.progress.enrolments import assignment_services, corrections
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.courses.conftest import publish
from tests.releasing import release_waiting

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
