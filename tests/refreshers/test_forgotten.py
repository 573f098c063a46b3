"""What the people of a cohort forgot: shares of five people at least, without a name."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.questions.models import Question
from assessments.refreshers.models import Answer, Refresher
from assessments.refreshers.topic_shares import GivenAnswer, course_shares, pooled_answers
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person
from tests.progress.counting import statements

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def cohort(academy, course, omar, now, django_capture_on_commit_callbacks):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    return cohort


@pytest.fixture
def answered(cohort, course, academy, now):
    """`answered(question, right, wrong)`: so many people of the cohort who answered so."""
    count = iter(range(100))

    def answered_(question, right, wrong):
        for place in range(right + wrong):
            person = make_person(f"KE-7{next(count):03}", f"Cadet Somebody {place}", academy)
            people_services.join(cohort=cohort, people=[person], now=now)
            enrolment = Enrolment.objects.filter(learner=person).first() or progress.enrol(
                people=[person], course=course, now=now
            )
            enrolment = Enrolment.objects.get(learner=person)
            row = Refresher.objects.create(
                learner=person,
                enrolment=enrolment,
                course=course,
                release=course.release,
                institution=academy,
                days=7,
                opens_at=now - timedelta(days=1),
            )
            Answer.objects.create(refresher=row, question=str(question), mark=float(place < right), at=now)

    return answered_


def of(number):
    return Question.objects.order_by("pk")[number].translation_key


def test_what_was_forgotten_most_comes_first_and_few_people_are_not_told_of(cohort, answered):
    answered(of(0), 4, 1)
    answered(of(1), 1, 5)
    answered(of(2), 0, 4)
    found, people = course_shares(cohort, language="en")
    assert people == 15
    assert [(one.title, one.people, round(one.share, 2)) for one in found[0].questions] == [
        ("Question 2?", 6, 0.17),
        ("Question 1?", 5, 0.8),
    ]
    assert [(one.title, one.people) for one in found[0].topics] == [("Bank of trafficking", 11)]


def test_two_figures_say_nothing_of_few_by_their_difference():
    alone = [GivenAnswer(learner, ONE, True) for learner in range(5)]
    few, enough = ([GivenAnswer(learner, TWO, False) for learner in range(10, 10 + number)] for number in (4, 5))
    assert pooled_answers([alone, few]) == alone
    assert pooled_answers([alone, enough]) == alone + enough
    assert pooled_answers([few]) == []


def tab(cohort):
    return reverse("teach:cohort-tab", args=[cohort.pk, "refreshers"])


def test_the_tab_names_nobody(cohort, answered, as_, omar):
    assert "Fewer than 5 people" in as_(omar).get(tab(cohort)).content.decode()
    answered(of(0), 3, 2)
    page = as_(omar).get(tab(cohort)).content.decode()
    assert "Question 1?" in page and "60" in page and "Somebody" not in page and "KE-7" not in page


def test_costs_the_same_for_many(cohort, answered):
    counts = []
    for number in (5, 20):
        answered(of(0), number, 0)
        with statements() as found:
            course_shares(cohort, language="en")
        counts.append(len(found))
    assert counts == [3, 3], "\n".join(found)
