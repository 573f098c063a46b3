"""A practical task that some of the later intake were observed at: one did well, two together, one not well enough, who
says so; and a draft.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps

from home.curriculum.practice import TASK, put_practice
from lms.people.models import User
from lms.plugins.identifiers import uuid7
from lms.progress import assigning

from .school import School

ASSIGNED, OBSERVED = timedelta(days=12), timedelta(days=2)
WELL, TOGETHER, BADLY, NEXT = 0, (1, 2), 3, 4
"""Whose place on the list of names."""
PLACE = "The yard behind the armoury"


def observe(school: School, *, reviewer: User, now: datetime) -> None:
    """Let the instructor observe some people. Nothing where checklists are not installed."""
    if not apps.is_installed("assessments.observation"):
        return
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort, by, assigned = campus.cohorts[-1], school.roles["instructor"], now - ASSIGNED
    course = put_practice(by=reviewer, now=assigned)
    for assignment in assigning.assign(cohort=cohort, courses=[course], due_at=None, by=by, now=assigned):
        assigning.run_assignment(assignment.pk, clock=lambda: assigned)
    entry: Any = course.release.outline.by_slug(TASK) if course.release else None
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    at, task = now - OBSERVED, (cohort, UUID(entry.id))
    _sign(task, [people[WELL]], (2, 2, 2, 1), "Took her time, and gave it.", by, at)
    _sign(task, [people[place] for place in TOGETHER], (1, 2, 1, 2), "", by, at + timedelta(minutes=20))
    _sign(task, [people[BADLY]], (0, 1, 0, 1), "The driver answered every question.", by, at + timedelta(minutes=40))
    _acknowledge(people[BADLY], at=at + timedelta(hours=6))
    _begin(task, [people[NEXT]], by, now - timedelta(minutes=30))


def _begin(task: Any, people: list[User], by: User, now: datetime) -> Any:
    from assessments.observation import observing

    cohort, activity = task
    return observing.start(
        key=uuid7(), cohort=cohort, activity=activity, people=[one.pk for one in people], by=by, now=now
    )


def _sign(task: Any, people: list[User], reached: tuple[int, ...], remark: str, by: User, now: datetime) -> None:
    from assessments.observation import observing
    from assessments.observation.checklists import definition_of, enrolments_of

    observation = _begin(task, people, by, now)
    cohort, activity = task
    enrolment = enrolments_of(cohort, activity, [people[0].pk])[people[0].pk]
    criteria = definition_of(enrolment, activity)["criteria"]
    levels = {one["id"]: one["levels"][number]["id"] for one, number in zip(criteria, reached, strict=True)}
    differences = {one.pk: observing.Difference(remark=remark) for one in people}
    entries = observing.Entries(levels=levels, place=PLACE, people=differences)
    observing.save(observation=observation, entries=entries, now=now)
    observing.sign(observation=observation, by=by, now=now)


def _acknowledge(person: User, *, at: datetime) -> None:
    from assessments.observation import observing
    from assessments.observation.models import Finding

    said = "I did not know that I may send the driver away. I would like to do it again."
    observing.acknowledge(finding=Finding.objects.get(learner=person), comment=said, by=person, now=at)
