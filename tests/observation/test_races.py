"""One observation signed twice at once, and two observers of the same learner."""

import pytest

from assessments.observation import services
from assessments.observation.models import Finding, Observation
from assessments.observation.services import Entries
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from lms.people.directory.models import User
from tests.conftest import make_person
from tests.progress.test_races import at_once

from .building import AT_ONCE, SAFE, SITS, YES, begun

pytestmark = pytest.mark.django_db(transaction=True)
ENTRIES = Entries(levels={SAFE: AT_ONCE, SITS: YES}, place="The gate")


def sign(observation, by, now):
    def signing():
        row = Observation.objects.get(pk=observation.pk)
        return services.sign(observation=row, by=User.objects.get(pk=by.pk), now=now)

    return signing


def test_signed_by_two_presses_at_once_it_is_one_fact(enrolled, entry, wanjiru, omar, now):
    observation = begun(enrolled, entry, omar, now, wanjiru)
    services.save(observation=observation, entries=ENTRIES, now=now)
    found = at_once(*[sign(observation, omar, now)] * 3)
    assert not [one for one in found if isinstance(one, Exception)]
    assert Attempt.objects.filter(kind="checklist").count() == 1


def test_two_observers_at_once_are_two_observations(enrolled, entry, wanjiru, abdi, omar, academy, now):
    other = make_person("KE-9001", "Colleague", academy, role="instructor")
    drafts = [
        begun(enrolled, entry, by, now, *people) for by, people in ((omar, (wanjiru, abdi)), (other, (abdi, wanjiru)))
    ]
    for one in drafts:
        services.save(observation=one, entries=ENTRIES, now=now)
    found = at_once(*(sign(one, by, now) for one, by in zip(drafts, (omar, other), strict=True)))
    assert not [one for one in found if isinstance(one, Exception)]
    numbers = Attempt.objects.filter(kind="checklist").values_list("enrolment__learner", "number")
    assert sorted(numbers) == sorted((one.pk, number) for one in (wanjiru, abdi) for number in (1, 2))
    assert Finding.objects.filter(attempt__isnull=False).count() == 4


def test_begun_by_two_presses_at_once_it_is_one_draft(enrolled, entry, wanjiru, abdi, omar, now):
    about = {"key": uuid7(), "cohort": enrolled, "activity": entry.id, "people": [wanjiru.pk, abdi.pk]}

    def beginning():
        return services.start(**about, by=User.objects.get(pk=omar.pk), now=now).pk

    assert set(at_once(beginning, beginning, beginning)) == {about["key"]}
    assert Finding.objects.count() == 2
