"""What plugins add to the pages of staff, and what they keep out of a course: only where they are on."""

import pytest
from django.urls import reverse

from lms.foundation.plugins import filters
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.pages import slots
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import CohortMember
from tests.builders import wrong_answers
from tests.trial.fixtures import asked_of, with_diary

from .conftest import figures, fill


def cohort_page(cohort) -> str:
    return reverse("teach:cohort", args=[cohort.pk])


def person_page(person) -> str:
    return reverse("teach:person", args=[person.pk])


class TestPanels:
    @pytest.fixture(autouse=True)
    def registered(self, trial):
        slots.provide(slots.COHORT, trial.panels)
        slots.provide(slots.PERSON, trial.panels)

    def test_stand_on_the_pages_of_a_cohort_and_of_a_person(self, as_, omar, assigned, abdi, switch, academy):
        switch("trial", academy, True)
        assert "<h2>Out in the field</h2>" in as_(omar).get(cohort_page(assigned)).content.decode()
        assert "<h3>Out in the field</h3>" in as_(omar).get(person_page(abdi)).content.decode()

    def test_are_not_asked_for_where_the_plugin_is_off(self, trial, as_, omar, assigned, abdi):
        for address in (cohort_page(assigned), person_page(abdi)):
            assert "Out in the field" not in as_(omar).get(address).content.decode()
        assert trial.asked == []

    def test_are_asked_for_the_rows_of_the_institutions_where_it_is_on(
        self, trial, as_, halima, assigned, abdi, course, neighbour_academy, switch, academy, now
    ):
        Enrolment.objects.filter(learner=abdi).update(institution=neighbour_academy)
        switch("trial", academy, True)
        as_(halima).get(person_page(abdi))
        assert asked_of(trial, "slot") == []
        switch("trial", neighbour_academy, True)
        as_(halima).get(person_page(abdi))
        assert asked_of(trial, "slot") == [[Enrolment.objects.get(learner=abdi).pk]]

    def test_cost_no_statement_by_themselves(
        self, as_, omar, assigned, course, abdi, switch, academy, now, django_assert_num_queries
    ):
        switch("trial", academy, True)
        fill(assigned, course, 30, now=now)
        client = as_(omar)
        client.get(cohort_page(assigned))
        with django_assert_num_queries(8):
            client.get(cohort_page(assigned))


class TestWhomAPluginKeepsOut:
    @pytest.fixture(autouse=True)
    def registered(self, trial):
        filters.enrol.register(trial.refuse_abdi)

    @pytest.fixture
    def chosen(self, joined, course):
        return {"course": [str(course.pk)], "cohort": joined.pk, "due": "2036-12-24"}

    def test_stands_in_the_effect_before_it_happens(self, as_, omar, chosen, switch, academy):
        switch("trial", academy, True)
        page = as_(omar).get(reverse("teach:assign"), {**chosen, "check": "1"}).content.decode()
        assert "There will be 1 new enrolment" in page
        assert "1 person will not be enrolled" in page
        assert "Abdi waits for his papers." in page

    def test_stands_with_the_assignment_and_is_counted_on_the_cohorts_page(
        self, as_, omar, chosen, joined, switch, academy, django_capture_on_commit_callbacks
    ):
        switch("trial", academy, True)
        client = as_(omar)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("teach:assign"), chosen)
        assert Enrolment.objects.count() == 1
        page = client.get(f"{reverse('teach:assignments')}?cohort={joined.pk}").content.decode()
        assert figures(page) == {
            "Learners": "2",
            "Enrolled": "1",
            "Have started": "0",
            "Have completed": "0",
            "Not enrolled": "1",
        }
        assert "Abdi waits for his papers." in page
        assert "One enrolment was refused." in client.get(cohort_page(joined)).content.decode()

    def test_is_said_when_somebody_is_added(self, as_, omar, assigned, abdi, switch, academy, now):
        switch("trial", academy, True)
        people_services.leave(cohort=assigned, person=abdi, now=now)
        Enrolment.objects.filter(learner=abdi).delete()
        page = (
            as_(omar)
            .post(reverse("teach:people", args=[assigned.pk]), {"numbers": abdi.service_number}, follow=True)
            .content.decode()
        )
        assert "Abdi Hassan is not enrolled in “What trafficking is”: Abdi waits for his papers." in page
        assert CohortMember.objects.filter(cohort=assigned, user=abdi).exists()

    def test_is_nobody_where_the_plugin_is_off(
        self, trial, as_, omar, chosen, joined, django_capture_on_commit_callbacks
    ):
        client = as_(omar)
        assert (
            "will not be enrolled" not in client.get(reverse("teach:assign"), {**chosen, "check": "1"}).content.decode()
        )
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("teach:assign"), chosen)
        assert Enrolment.objects.count() == 2
        assert "refused" not in client.get(cohort_page(joined)).content.decode()
        assert trial.asked == []


class TestAnActivityThatIsOff:
    @pytest.fixture
    def failed(self, assigned, abdi, now):
        """Abdi has failed the quiz as often as it may be tried."""
        enrolment = Enrolment.objects.get(learner=abdi)
        quiz = enrolment.release.outline.by_slug("trafficking-quiz")
        for _try in range(2):
            attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
            services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)
        return enrolment

    def test_leaves_nobody_without_an_attempt(self, as_, omar, assigned, failed, switch, academy):
        assert (
            "No attempt left"
            in as_(omar).get(cohort_page(assigned)).content.decode().split("How this is worked out")[0]
        )
        switch("quiz", academy, False)
        assert (
            "No attempt left"
            not in as_(omar).get(cohort_page(assigned)).content.decode().split("How this is worked out")[0]
        )

    def test_keeps_its_results_on_the_page_about_a_person(self, as_, omar, abdi, failed, switch, academy):
        switch("quiz", academy, False)
        page = as_(omar).get(person_page(abdi)).content.decode()
        assert "not passed" in page

    def test_is_not_asked_how_many_attempts_it_allows(
        self, trial, as_, omar, joined, course, abdi, now, switch, academy
    ):
        switch("trial", academy, True)
        services.enrol(people=[abdi], course=with_diary(course), now=now)
        switch("trial", academy, False)
        assert as_(omar).get(person_page(abdi)).status_code == 200
        assert as_(omar).get(cohort_page(joined)).status_code == 200
        assert trial.asked == []
