"""Three runs of a case that the later intake plays: one was closed, one is in its debrief, one is in the middle, in
which the learner who signs in has a seat, too.
"""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from courses.models import Course
from home.curriculum.files import named
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.journal import services as progress

from .school import School

ASSIGNED, FIRST, SECOND, THIRD = (timedelta(days=days) for days in (11, 9, 2, 5))
SEATS = 7
NOTE = "The coordinator asked for beds before anybody knew how many people it was."
PLAN = {"text": "One list of free beds, kept by the coordinator", "owner": "Referral coordinator"}


def play(school: School, *, now: datetime) -> None:
    """Let the instructor run them. Nothing where simulations are not installed."""
    if not apps.is_installed("assessments.simulation"):
        return
    from . import runs

    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort, by, assigned = campus.cohorts[-1], school.roles["instructor"], now - ASSIGNED
    course = Course.objects.get(pk=named("course", runs.COURSE))
    for assignment in assignment_services.assign(cohort=cohort, courses=[course], due_at=None, by=by, now=assigned):
        assignment_services.run_assignment(assignment.pk, clock=lambda: assigned)
    learner = school.roles["learner"]
    progress.enrol(people=[learner], course=course, now=assigned)
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    about: dict[str, Any] = {"cohort": cohort, "by": by}
    at = now - FIRST
    closed = runs.plan(**about, name="Group A", mode=runs.LIVE, people=people[:SEATS], now=at)
    at = runs.play_live(run=closed, path="good", by=by, now=at)
    runs.finish(run=closed, by=by, now=at, note=NOTE)
    runs.improve(run=closed, by=by, now=at, until=f"{now + ASSIGNED:%Y-%m-%d}", **PLAN)
    runs.close(run=closed, by=by, now=at + timedelta(hours=1))
    at = now - SECOND
    debriefed = runs.plan(**about, name="Group B", mode=runs.LIVE, people=people[-SEATS:], now=at)
    at = runs.play_live(run=debriefed, path="papers-before-people", by=by, now=at)
    runs.finish(run=debriefed, by=by, now=at, note=NOTE)
    at, others = now - THIRD, people[:-SEATS][: SEATS - 1]
    middle = runs.plan(**about, name="Group C", mode=runs.TURNS, people=[*others, learner], now=at)
    ends = [at + timedelta(days=2 * turn) for turn in range(1, 7)]
    runs.play_turns(run=middle, path="good", ends=ends, by=by, now=at, until=now)
