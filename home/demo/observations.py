"""Observations at the practical task of the curriculum, as the demo school makes them. Import it where checklists are
installed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from assessments.observation import services
from assessments.observation.checklists import definition_of, enrolments_of
from assessments.observation.models import Finding, Observation
from lms.foundation.plugins.identifiers import uuid7
from lms.people.directory.models import Cohort, User


def begin(*, cohort: Cohort, task: UUID, people: Sequence[User], by: User, now: datetime) -> Observation:
    """Return a draft."""
    chosen = [one.pk for one in people]
    return services.start(key=uuid7(), cohort=cohort, activity=task, people=chosen, by=by, now=now)


def sign(
    *,
    cohort: Cohort,
    task: UUID,
    people: Sequence[User],
    reached: Sequence[int],
    remark: str,
    place: str,
    by: User,
    now: datetime,
) -> Observation:
    """Return an observation of `people` who all reached the same level (its place, from 0) at each criterion."""
    observation = begin(cohort=cohort, task=task, people=people, by=by, now=now)
    enrolment = enrolments_of(cohort, task, [people[0].pk], observer=by)[people[0].pk]
    criteria = definition_of(enrolment, task)["criteria"]
    levels = {one["id"]: one["levels"][number]["id"] for one, number in zip(criteria, reached, strict=True)}
    differences = {one.pk: services.Difference(remark=remark) for one in people}
    entries = services.Entries(levels=levels, place=place, people=differences)
    services.save(observation=observation, entries=entries, now=now)
    return services.sign(observation=observation, by=by, now=now)


def acknowledge(*, person: User, comment: str, now: datetime) -> None:
    """Acknowledge: `person` reads what was observed of them, and says something of it."""
    services.acknowledge(finding=Finding.objects.get(learner=person), comment=comment, by=person, now=now)
