"""Moments that were read as numbers are the moments that were written."""

from datetime import UTC, datetime

import pytest

from lms.desks.teaching.standing.epoch import Epoch
from lms.desks.teaching.standing.rules import moment
from lms.learning.progress.models import Enrolment


@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 20, 59, 59, 999000, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2044, 2, 29, 12, 30, 15, 1000, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_to_the_millisecond(enrolment, written):
    Enrolment.objects.update(due_at=written)
    assert moment(Enrolment.objects.values_list(Epoch("due_at"), flat=True).get()) == written


def test_no_moment_stays_none(enrolment):
    Enrolment.objects.update(due_at=None)
    assert moment(Enrolment.objects.values_list(Epoch("due_at"), flat=True).get()) is None
