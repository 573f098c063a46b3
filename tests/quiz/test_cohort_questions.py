"""Questions that a cohort got wrong, and its gain: figures of ten or more, for those who teach it, once nobody sits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quiz.models import CohortFigures, QuizPage, Sitting
from assessments.quiz.statistics import services
from assessments.quiz.statistics.cohort_questions import in_words
from assessments.quiz.statistics.measures.gain import gain
from courses.models import Activity
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.enrolments.enrolment_services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person
from tests.quiz.papers import TEN, make_tests, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(programme_page):
    return make_tests(programme_page)


def fill(cohort, papers, academy, scores):
    """Enrol a learner by the assignment of `cohort` for each pair of right answers, who takes both tests."""
    [assignment] = assign(courses=[papers], cohort=cohort, by=None, now=timezone.now())
    for number, (before, after) in enumerate(scores):
        person = make_person(f"KE-C{cohort.pk}-{number:02}", f"Learner {number}", academy)
        people_services.join(cohort=cohort, people=[person], now=timezone.now())
        enrol(people=[person], course=papers, now=timezone.now(), assignment=assignment)
        enrolment = Enrolment.objects.get(learner=person)
        sit(enrolment, "before", before)
        sit(enrolment, "after", after)


def count(slug):
    activity = Activity.objects.get(titles__en=slug.title())
    run = services.ask(activity=activity, which="first", now=timezone.now())
    services.calculate(run.pk, now=timezone.now())


@pytest.fixture
def counted(cohort, papers, academy):
    fill(cohort, papers, academy, TEN)
    count("before")
    count("after")


def page(client, cohort):
    return client.get(reverse("teach:cohort-tab", args=[cohort.pk, "quiz_questions"])).content.decode()


class TestFigures:
    def test_are_those_of_the_cohort_alone(self, counted, cohort, papers, academy):
        other = Cohort.objects.create(institution=academy, name="Other intake")
        fill(other, papers, academy, [(2, 2)] * 9)
        count("before")
        [row] = CohortFigures.objects.filter(activity__titles__en="Before")
        assert row.cohort == cohort
        assert row.figures["all"]["number_of_attempts"] == 10
        assert round(row.figures["all"]["mean"]) == 35, "7 of 20"

    def test_go_when_they_are_counted_anew_without_enough(self, counted, cohort, papers):
        Enrolment.objects.filter(learner__name="Learner 0").update(assignment=None)
        count("before")
        assert not CohortFigures.objects.filter(activity__titles__en="Before").exists()


class TestPage:
    def test_shows_the_hardest_question_first_and_what_was_chosen(self, counted, as_, omar, cohort):
        row = CohortFigures.objects.get(activity__titles__en="Before")
        known = row.figures["all"]["questions"]
        for place, one in enumerate(known):
            one["number_of_attempts"], one["facility_index"] = 10, 90.0 - 20 * place
        row.save()
        shown = page(as_(omar), cohort).split("<h3>Before</h3>")[1]
        shares = [text.split("<")[0].strip() for text in shown.split('data-label="Right">')[1:]]
        assert shares == sorted(shares) and len(shares) == len(known) == 4
        assert "First attempts: 10" in shown
        right = next(option for option in known[0]["options"] if option["earns"] > 0)
        assert f"{right['share']:.1f}\u00a0%" in shown.split('data-label="Chosen">')[-1]

    def test_says_the_gain_and_its_uncertainty_in_words(self, counted, as_, omar, cohort):
        shown = " ".join(page(as_(omar), cohort).replace("\u00a0", " ").split())
        assert "10 learners have results in both tests." in shown
        assert "35 % before, 80 % after: 45.0 points of per cent" in shown
        assert "The cohort knows more than before" in shown

    def test_of_an_exam_that_is_planned_nothing_is_seen(self, counted, as_, omar, cohort, neighbour_academy):
        activity = Activity.objects.get(titles__en="Before")
        other = Cohort.objects.create(institution=neighbour_academy, name="Elsewhere")
        later = timezone.now() + timedelta(days=1)
        Sitting.objects.create(
            cohort=other, institution=neighbour_academy, activity=activity, room="1", planned_at=later
        )
        assert "<h3>Before</h3>" not in page(as_(omar), cohort)
        assert "<h3>After</h3>" in page(as_(omar), cohort)

    def test_of_a_quiz_that_others_can_still_take_nothing_is_seen(self, counted, as_, omar, cohort):
        QuizPage.objects.filter(slug="before").update(closes_at=timezone.now() + timedelta(days=1))
        assert "<h3>Before</h3>" not in page(as_(omar), cohort)

    def test_who_is_in_the_cohort_and_strangers_see_nothing(self, counted, as_, omar, cohort, stranger):
        address = reverse("teach:cohort-tab", args=[cohort.pk, "quiz_questions"])
        assert as_(stranger).get(address).status_code == 404
        cohort.members.create(user=omar, joined_at=timezone.now())
        assert "<h3>Before</h3>" not in as_(omar).get(address).content.decode()

    def test_costs_the_same_statements_for_any_number_of_questions(
        self, counted, as_, omar, cohort, django_assert_max_num_queries
    ):
        client = as_(omar)
        page(client, cohort)
        with django_assert_max_num_queries(16):
            page(client, cohort)


class TestWords:
    @pytest.mark.parametrize(
        ("pairs", "words"),
        [
            ([(0.4, 0.6), (0.5, 0.6)] * 10, "The cohort knows more than before"),
            ([(0.6, 0.4), (0.6, 0.5)] * 10, "The cohort knows less than before"),
            ([(0.4, 0.6), (0.6, 0.4)] * 10, "The difference may be chance"),
            ([(0.4, 0.6)] * 9, "Figures are shown from 10 learners on"),
        ],
    )
    def test_say_what_may_be_concluded(self, pairs, words):
        assert in_words(gain(pairs))[-1].startswith(words)
