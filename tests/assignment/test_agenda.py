"""A hand-in that is due stands in the learner's calendar and on “My learning”, until it is done."""

from datetime import UTC, datetime

import pytest

from lms.learning.progress.models import Enrolment

DUE = datetime(2026, 11, 27, 12, tzinfo=UTC)
COMING = "/x/calendar/coming/"


@pytest.mark.parametrize("course", [{"due_at": DUE}], indirect=True)
def test_a_hand_in_stands_in_the_calendar_until_it_is_done(as_, wanjiru, neighbour, enrolment):
    client = as_(wanjiru)
    page = client.get(COMING).content.decode()
    assert "Report of the raid" in page and "Hand in by" in page
    assert "Report of the raid" not in as_(neighbour).get(COMING).content.decode()
    entry = enrolment.release.outline.by_slug("raid-report")
    Enrolment.objects.filter(pk=enrolment.pk).update(done=[entry.id])
    assert "Report of the raid" not in client.get(COMING).content.decode()


def test_a_hand_in_without_a_date_stands_nowhere(as_, wanjiru, enrolment):
    assert "Report of the raid" not in as_(wanjiru).get(COMING).content.decode()
