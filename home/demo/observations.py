"""A practical task that some of the later intake were observed at: one did well, two together, one not well enough, who
says so; and a draft.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps

from home.curriculum.practical_task import TASK, put_practice
from lms.learning.progress.enrolments import assignment_services
from lms.people.directory.models import User

from .school import School

ASSIGNED, OBSERVED, BEGUN = timedelta(days=12), timedelta(days=2), timedelta(minutes=30)
PLACE = "The yard behind the armoury"
SIGNED = (
    ((0,), (2, 2, 2, 1), "Took her time, and gave it."),
    ((1, 2), (1, 2, 1, 2), ""),
    ((3,), (0, 1, 0, 1), "The driver answered every question."),
)
"""Places on the list of names, the levels that they reached, and a remark."""
ACKNOWLEDGES, NEXT = 3, 4
SAYS = "I did not know that I may send the driver away. I would like to do it again."


def observe(school: School, *, reviewer: User, now: datetime) -> None:
    """Let the instructor observe some people. Nothing where checklists are not installed."""
    if not apps.is_installed("assessments.observation"):
        return
    from home.curriculum import observations

    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort, by, assigned = campus.cohorts[-1], school.roles["instructor"], now - ASSIGNED
    course = put_practice(by=reviewer, now=assigned)
    for assignment in assignment_services.assign(cohort=cohort, courses=[course], due_at=None, by=by, now=assigned):
        assignment_services.run_assignment(assignment.pk, clock=lambda: assigned)
    entry: Any = course.release.outline.by_slug(TASK) if course.release else None
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    about: dict[str, Any] = {"cohort": cohort, "task": UUID(entry.id), "by": by}
    at = now - OBSERVED
    for places, reached, remark in SIGNED:
        observed = [people[place] for place in places]
        observations.sign(**about, people=observed, reached=reached, remark=remark, place=PLACE, now=at)
        at += timedelta(minutes=20)
    observations.acknowledge(person=people[ACKNOWLEDGES], comment=SAYS, now=at + timedelta(hours=6))
    observations.begin(**about, people=[people[NEXT]], now=now - BEGUN)
