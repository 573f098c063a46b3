"""The statements of the cohort's page that are written once give each viewer what the querysets give."""

from datetime import timedelta

import pytest

from lms.desks.teaching.standing.statements import cohort_for, institutions_of, visible_cohorts
from lms.learning.progress.journal.late_answers import waiting_for
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.institutions import Institution

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


@pytest.mark.parametrize("name", PEOPLE)
def test_the_cohort_is_what_its_viewer_may_see(name, request, assigned, undecided):
    viewer = request.getfixturevalue(name)
    found, expected = cohort_for(viewer, assigned.pk), visible_cohorts(viewer).filter(pk=assigned.pk).first()
    assert found == expected
    if expected is not None:
        assert (found.name, found.institution, found.may_change) == (
            expected.name,
            expected.institution,
            expected.may_change,
        )
        assert found.late == waiting_for(viewer).count()


@pytest.mark.parametrize("name", PEOPLE)
def test_the_institutions_are_those_of_the_viewer(name, request, academy, unit, ugandan_academy):
    viewer = request.getfixturevalue(name)
    seen = institutions_of(viewer)
    everything = set(Institution.objects.visible_to(viewer).values_list("pk", flat=True))
    assert seen is None if viewer.is_superuser else set(seen) == everything


def test_a_viewer_who_is_narrowed_to_a_plugin_sees_where_it_is_on(omar, superuser, academy, ugandan_academy, switch):
    switch("quiz", academy, False)
    for viewer in (omar, superuser):
        viewer.within = "quiz"
        assert set(institutions_of(viewer)) == set(Institution.objects.visible_to(viewer).values_list("pk", flat=True))
        assert academy.pk not in institutions_of(viewer)
