"""What is wrong with the plan of an exam stands beside its field and in a summary that has the focus."""

import re

import pytest
from django.urls import reverse

from assessments.quiz.exams.models import Override, Sitting
from lms.learning.progress.enrolments.withdrawal_services import withdraw
from tests.erring import assert_says


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"room": "", "planned_at": "2027-01-31T09:00"}, "id_room", "Write in which room the exam takes place."),
        ({"room": "Hall 2", "planned_at": ""}, "id_planned_at", "Choose the day and the time."),
        ({"room": "Hall 2", "activity": "", "planned_at": "2027-01-31T09:00"}, "id_activity", "Choose a quiz from"),
        (
            {"room": "Hall 2", "planned_at": "9999-12-31T23:59"},
            "id_planned_at",
            "Choose a day within two years of today.",
        ),
        (
            {"room": "Hall 2", "planned_at": "0001-01-01T00:00"},
            "id_planned_at",
            "Choose a day within two years of today.",
        ),
        ({"room": "Hall 2", "planned_at": "tomorrow"}, "id_planned_at", "Write day and time like 2027-01-31 09:00."),
    ],
)
def test_a_sitting_is_not_planned_by_halves(cohort, activity, as_, omar, sent, field, sentence):
    response = as_(omar).post(reverse("quiz:plan", args=[cohort.pk]), {"activity": activity.pk, **sent})
    assert_says(response, field, sentence)
    assert not Sitting.objects.exists()


def test_a_quiz_of_a_course_that_was_withdrawn_is_not_offered(cohort, activity, as_, omar, now):
    addresses = [reverse(f"quiz:{name}", args=[cohort.pk]) for name in ("plan", "exceptions")]
    assert all(f'value="{activity.pk}"' in as_(omar).get(one).content.decode() for one in addresses)

    withdraw(assignment=cohort.assignments.get(), by=omar, now=now)

    assert not any(f'value="{activity.pk}"' in as_(omar).get(one).content.decode() for one in addresses)


@pytest.mark.parametrize("sent", ["ten", "-1", "1.5", "99999999"])
def test_a_number_that_cannot_be_read_is_no_exception_without_it(cohort, activity, as_, omar, sent):
    """Of a field for numbers a browser sends nothing where it reads none, and nothing is as for everybody."""
    address = reverse("quiz:exceptions", args=[cohort.pk])
    page = as_(omar).get(address).content.decode().split("<main")[1]
    assert 'type="number"' not in page and not re.search(r"<(?:input|select|textarea)[^>]* required", page)
    response = as_(omar).post(address, {"activity": activity.pk, "extra_minutes": sent, "reason": "Dyslexia"})
    assert_says(response, "id_extra_minutes", "Write a whole number from 0 to ")
    assert not Override.objects.exists()
