"""Whoever writes of an enrolment or an attempt keeps nobody from adding what refers to it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from lms.learning.progress.journal import statements
from lms.learning.progress.journal.arrivals import locked
from lms.learning.progress.models import Attempt
from lms.learning.progress.models.assignments import Extension

from .test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: there are no two at once."),
]


def referring(enrolment, omar, now):
    """Somebody gives the learner more time, and does not wait longer than half a second for anybody."""

    @transaction.atomic
    def work():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
        about = {"before": now, "until": now + timedelta(days=1), "reason": "Away", "given_by": omar, "given_at": now}
        return Extension.objects.create(enrolment_id=enrolment, **about)

    return work


@pytest.mark.parametrize(
    "hold",
    [
        lambda attempt: statements.ATTEMPT.first(pk=attempt.pk),
        lambda attempt: statements.ENROLMENT.first(pk=attempt.enrolment_id),
        lambda attempt: locked(Attempt.objects.filter(pk=attempt.pk)),
    ],
    ids=["an answer", "a first answer", "answers of many"],
)
def test_more_time_is_given_while_somebody_answers(hold, attempt, omar, now):
    with transaction.atomic():
        assert hold(attempt)
        [given] = at_once(referring(attempt.enrolment_id, omar, now))
    assert isinstance(given, Extension), given
    assert Extension.objects.filter(enrolment=attempt.enrolment_id).count() == 1
