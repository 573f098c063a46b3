"""What is wrong with the plan of an exam stands beside its field and in a summary that has the focus."""

import pytest
from django.urls import reverse

from assessments.quiz.models import Sitting
from tests.erring import assert_says


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"room": "", "planned_at": "2027-01-31T09:00"}, "id_room", "This field is required."),
        ({"room": "Hall 2", "planned_at": "tomorrow"}, "id_planned_at", "Write day and time like 2027-01-31 09:00."),
    ],
)
def test_a_sitting_is_not_planned_by_halves(cohort, activity, as_, omar, sent, field, sentence):
    response = as_(omar).post(reverse("quiz:plan", args=[cohort.pk]), {"activity": activity.pk, **sent})
    assert_says(response, field, sentence)
    assert not Sitting.objects.exists()
