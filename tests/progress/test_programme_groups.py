"""Courses of a programme of which one is enough: counted once, by whichever of them a learner completes."""

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from certificates.models import Certificate
from courses.models import Course, Programme
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.enrolments.programme_additions import count_newcomers, give_added
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.administration.records import services as people_services
from tests.builders import complete, make_course, release

from .test_programmes import differences


@pytest.fixture
def group(course, programme_page):
    """The two courses of a group, beside the course that is required for itself."""
    for slug, country in (("kenya", "KE"), ("uganda", "UG")):
        page = make_course(programme_page, slug)
        page.one_of, page.country = "national law", country
        page.save_revision().publish()
        release(page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        programme_page.save_revision().publish()
    return [Course.objects.get(pk=key) for key in Programme.objects.get().groups[0]]


def enrol(person, courses, now):
    for course in courses:
        services.enrol(people=[person], course=course, now=now)
    return [Enrolment.objects.get(learner=person, course=course) for course in courses]


def test_the_catalogue_knows_the_group(group, course):
    programme = Programme.objects.get()
    both = tuple(str(one.pk) for one in group)
    assert programme.parts(programme.courses) == [(str(course.pk),), both]


@pytest.mark.parametrize("place", [0, 1])
def test_one_course_of_the_group_completes_it_and_stands_alone_on_the_certificate(place, group, course, wanjiru, now):
    own, national = enrol(wanjiru, [course, group[place]], now)
    complete(own, now=now)
    assert not ProgrammeCompletion.objects.exists()

    complete(national, now=now)

    taken = [str(course.pk), str(group[place].pk)]
    assert ProgrammeCompletion.objects.get().courses == taken and differences() == []
    certificate = Certificate.objects.get(completion__isnull=False)
    assert len(certificate.parts) == 2 and certificate.minutes == sum(part["minutes"] for part in certificate.parts)


def test_two_courses_of_the_group_are_one_part(group, wanjiru, now):
    for way in enrol(wanjiru, group, now):
        complete(way, now=now)

    assert not ProgrammeCompletion.objects.exists() and differences() == []


def test_a_completion_that_is_missing_is_made_up_with_the_course_that_was_done_first(group, course, wanjiru, now):
    for way in enrol(wanjiru, [group[1], course, group[0]], now):
        complete(way, now=now)
    Certificate.objects.all().delete()
    ProgrammeCompletion.objects.all().delete()
    assert differences() == [(wanjiru.pk, True)]

    call_command("rebuild_progress", now=True)

    assert ProgrammeCompletion.objects.get().courses[0] == str(course.pk) and differences() == []


def test_its_page_counts_the_group_once(group, course, wanjiru, as_, now):
    way, *_others = enrol(wanjiru, [*group, course], now)
    complete(way, now=now)

    text = as_(wanjiru).get(reverse("learn:programme", args=[Programme.objects.get().slug])).content.decode()

    assert "1 of 2 required courses completed" in text
    assert text.count("one of its group is enough") == 2


@pytest.mark.parametrize(("country", "chosen", "place"), [("UG", (), 1), ("ET", (), 0), ("", (1,), 1), ("KE", (1,), 0)])
def test_of_the_group_learners_are_given_that_of_their_country_else_the_chosen_else_the_first(
    country, chosen, place, group, course
):
    programme, keys = Programme.objects.get(), [str(one.pk) for one in group]
    given = programme.given(programme.courses, country, [keys[one] for one in chosen])
    assert sorted(given) == sorted([str(course.pk), keys[place]])


def test_of_a_group_that_is_not_all_out_the_course_that_is_there_is_given(group):
    programme, keys = Programme.objects.get(), [str(one.pk) for one in group]
    assert programme.given(keys[:1], "UG") == keys[:1]


class TestAddedDuringTheNight:
    @pytest.fixture
    def cohort(self, academy, wanjiru, course, omar, now, group):
        cohort = people_services.open_cohort(institution=academy, name="Intake")
        people_services.join(cohort=cohort, people=[wanjiru], now=now)
        self.assign(cohort, [course], omar, now)
        return cohort

    def assign(self, cohort, courses, by, now):
        named = {one.pk: Programme.objects.get() for one in courses}
        assignment_services.assign(cohort=cohort, courses=courses, by=by, now=now, programmes=named)

    def test_the_cohort_gets_the_course_of_its_country_alone(self, cohort, course, group, now):
        assert give_added(now=now) == 1
        assert set(cohort.assignments.values_list("course", flat=True)) == {course.pk, group[0].pk}
        assert give_added(now=now) == 0

    def test_nothing_where_another_one_of_the_group_was_given(self, cohort, group, omar, now):
        self.assign(cohort, [group[1]], omar, now)
        assert give_added(now=now) == 0

    def test_the_editor_is_told_of_those_whose_country_it_is(self, cohort, group):
        key = Programme.objects.get().pk
        assert [count_newcomers(one.pk, key) for one in group] == [1, 0]
