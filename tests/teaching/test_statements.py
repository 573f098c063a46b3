"""The statements of the cohort's page that are written once give each viewer what the querysets give."""

from datetime import timedelta

import pytest

from lms.desks.teaching.standing.statements import cohort_for, visible_cohorts
from lms.learning.progress.journal.late_answers import waiting_for
from lms.learning.progress.models import Attempt, Enrolment

PEOPLE = ["omar", "halima", "administrator", "neighbour", "stranger", "ugandan_coordinator", "wanjiru", "superuser"]


@pytest.fixture
def undecided(assigned, abdi, now):
    """Abdi has an attempt after whose end answers came."""
    enrolment = Enrolment.objects.get(learner=abdi)
    entry = enrolment.release.outline.activities[0]
    return Attempt.objects.create(
        enrolment=enrolment,
        activity_id=entry.id,
        release=enrolment.release,
        kind=entry.kind,
        number=1,
        form={},
        state={},
        begun_at=now,
        closed_at=now + timedelta(minutes=1),
        late=1,
        undecided=1,
    )


def test_the_cohort_is_what_its_viewer_may_see(request, assigned, undecided):
    for viewer in map(request.getfixturevalue, PEOPLE):
        found, expected = cohort_for(viewer, assigned.pk), visible_cohorts(viewer).filter(pk=assigned.pk).first()
        assert found == expected, viewer
        if expected is not None:
            for name in ("name", "institution", "may_change"):
                assert getattr(found, name) == getattr(expected, name), viewer
            assert found.late == waiting_for(viewer).count(), viewer
