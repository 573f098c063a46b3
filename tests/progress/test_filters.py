"""Plugins that say no: to an enrolment, and to an attempt."""

import pytest

from lms.foundation.plugins import filters
from lms.learning.progress.access.refusals import refused_learners
from lms.learning.progress.enrolments.assignment_preview import preview_assignment
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.administration.records import services as people_services
from tests.builders import event
from tests.trial.fixtures import asked_of

from .counting import statements

LESSON, QUIZ = "/learn/trafficking/trafficking-lesson-1/", "/learn/trafficking/trafficking-quiz/"


class TestEnrolling:
    @pytest.fixture
    def cohort(self, academy, wanjiru, abdi, now):
        found = people_services.open_cohort(institution=academy, name="Intake 2026 B")
        people_services.join(cohort=found, people=[wanjiru, abdi], now=now)
        return found

    @pytest.fixture(autouse=True)
    def registered(self, trial):
        filters.enrol.register(trial.refuse_abdi)

    def test_passes_over_who_is_refused(self, switch, academy, course, wanjiru, abdi, now):
        switch("trial", academy, True)
        assert services.enrol(people=[wanjiru, abdi], course=course, now=now) == 1
        assert [row.learner for row in Enrolment.objects.all()] == [wanjiru]

    def test_a_plugin_that_is_off_is_not_asked(self, trial, course, wanjiru, abdi, now):
        assert services.enrol(people=[wanjiru, abdi], course=course, now=now) == 2
        assert trial.asked == []

    def test_a_plugin_answers_for_the_people_of_its_institutions_alone(
        self, trial, switch, academy, course, abdi, stranger, now
    ):
        switch("trial", academy, True)
        assert services.enrol(people=[abdi, stranger], course=course, now=now) == 1
        assert asked_of(trial, "filter") == [1]

    def test_is_asked_once_for_everybody_and_not_about_who_is_enrolled_already(
        self, trial, switch, academy, course, wanjiru, abdi, now
    ):
        switch("trial", academy, True)
        services.enrol(people=[wanjiru, abdi], course=course, now=now)
        services.enrol(people=[wanjiru, abdi], course=course, now=now)
        assert asked_of(trial, "filter") == [2, 1]

    def test_the_preview_says_who_and_why(self, switch, academy, cohort, course, abdi):
        switch("trial", academy, True)
        [effect] = preview_assignment(cohort=cohort, courses=[course])
        assert effect.new == 1
        assert [(refusal.person, refusal.course, refusal.why) for refusal in effect.refused] == [
            (abdi, course, "Abdi waits for his papers.")
        ]

    def test_assigning_enrols_the_others_and_says_who_was_left_out(
        self, switch, academy, cohort, course, abdi, wanjiru, omar, now, django_capture_on_commit_callbacks
    ):
        switch("trial", academy, True)
        with django_capture_on_commit_callbacks(execute=True):
            assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
        assert [row.learner for row in Enrolment.objects.all()] == [wanjiru]
        [[refusal]] = refused_learners([(cohort.pk, course)])
        assert refusal.person == abdi

    def test_costs_two_statements_however_many_there_are_and_none_without_a_plugin(self, trial, cohort, course):
        with statements() as found:
            refused_learners([(cohort.pk, course)] * 3)
        assert len(found) == 2
        filters.enrol.withdraw("trial")
        with statements() as found:
            assert refused_learners([(cohort.pk, course)]) == [[]]
        assert found == []

    @pytest.mark.parametrize("said", [None, "no", {0: None}, {7: "Nobody stands there."}, {"0": "no"}])
    def test_one_that_gives_anything_else_has_not_agreed_and_nothing_breaks(
        self, switch, academy, course, wanjiru, now, said, caplog
    ):
        def odd(subjects):
            return said

        odd.__module__ = "tests.trial.plugin"
        filters.enrol.register(odd, order=1)
        switch("trial", academy, True)

        assert services.enrol(people=[wanjiru], course=course, now=now) == 0
        assert filters.enrol.refusals([filters.Enrolling(wanjiru, course, academy)]) == {0: filters.UNANSWERED}
        assert "the plugin “trial” broke: filter enrol" in caplog.text


class TestBeginning:
    @pytest.fixture(autouse=True)
    def registered(self, trial):
        filters.begin.register(trial.refuse)

    def test_is_refused_with_the_plugins_sentence_and_nothing_written(self, as_, wanjiru, enrolment, switch, academy):
        switch("trial", academy, True)
        page = as_(wanjiru).post(f"{QUIZ}start/", event(), follow=True)
        assert page.redirect_chain == [(QUIZ, 302)]
        assert "Wait for the medical check." in page.content.decode()
        assert not Attempt.objects.exists() and not Event.objects.exists()

    def test_a_lesson_that_begins_by_itself_says_it_too(self, as_, wanjiru, enrolment, switch, academy):
        switch("trial", academy, True)
        response = as_(wanjiru).post(LESSON, event(done="1"))
        assert response.status_code == 409
        assert "Wait for the medical check." in response.content.decode()
        plain = as_(wanjiru).post(LESSON, event(done="1"), headers={"X-Requested-With": "fetch"})
        assert (plain.status_code, plain.content) == (409, b"Wait for the medical check.")
        assert not Attempt.objects.exists()

    def test_does_not_concern_an_attempt_that_is_under_way(self, as_, wanjiru, enrolment, switch, academy):
        as_(wanjiru).post(f"{QUIZ}start/", event())
        switch("trial", academy, True)
        as_(wanjiru).post(f"{QUIZ}start/", event())
        assert Attempt.objects.count() == 1
        assert as_(wanjiru).get(QUIZ).status_code == 200

    def test_a_plugin_that_is_off_is_not_asked(self, trial, as_, wanjiru, enrolment):
        as_(wanjiru).post(f"{QUIZ}start/", event())
        assert Attempt.objects.count() == 1
        assert trial.asked == []
