"""A course that is given to a cohort of 5,000, and 500 people who join a cohort that was given four."""

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from courses.models import Course
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User
from tests.bench.build.world import found
from tests.bench.counting import Counter
from tests.bench.jobs import ASSIGN, COURSES, LATE

from .spending import backend, cpu_ms


def fill(name: str, number: int) -> int:
    """A cohort of so many people, or an empty one that was given four courses; its key."""
    now = timezone.now()
    if User.objects.filter(institution__isnull=False).count() < number:
        found(now=now, chance=random.Random(5))
    root = Institution.objects.filter(parent=None).order_by("pk")[0]
    cohort = Cohort.objects.create(institution=root, name=f"For the bench: {name}")
    if name == ASSIGN:
        there = _people(number)
        CohortMember.objects.bulk_create(
            [CohortMember(cohort=cohort, user=person, joined_at=now) for person in there], batch_size=1000
        )
    else:
        dates = Dates(due_at=now + timedelta(days=3))
        for given in assignment_services.assign(
            cohort=cohort, courses=_courses(COURSES), dates=dates, late_days=14, by=None, now=now - timedelta(days=30)
        ):
            assignment_services.run_assignment(given.pk, clock=lambda: now)
    return cohort.pk


def _people(number: int) -> Any:
    people = User.objects.filter(institution__isnull=False, is_superuser=False).select_related("institution")
    return list(people.order_by("pk")[:number])


def _courses(number: int) -> Any:
    """Courses of which nobody has anything, released as the first course is."""
    first = Course.objects.filter(open=True, release__isnull=False).order_by("slug")[0]
    return [
        Course.objects.create(
            id=uuid4(), slug=f"bench-{uuid4().hex[:12]}", titles=first.titles, open=True, release=first.release
        )
        for _one in range(number)
    ]


def assign(cohort: int, _people: int) -> int:
    """Give a course to the cohort, and enrol its people; how many have it then."""
    now = timezone.now()
    (course,) = _courses(1)
    dates = Dates(due_at=now + timedelta(days=30))
    (given,) = assignment_services.assign(
        cohort=Cohort.objects.get(pk=cohort), courses=[course], dates=dates, late_days=14, by=None, now=now
    )
    assignment_services.run_assignment(given.pk)
    return Enrolment.objects.filter(course=course).count()


def join(cohort: int, number: int) -> int:
    """Let the first people join it; how many enrolments they have by that."""
    row, people = Cohort.objects.get(pk=cohort), _people(number)
    services.join(cohort=row, people=people, now=timezone.now())
    return Enrolment.objects.filter(assignment__cohort=row).count()


def weighed(name: str, cohort: int, number: int) -> dict[str, Any]:
    """Do it: milliseconds of processor (the database's process too, where there is one), statements, enrolments."""
    connection.ensure_connection()
    database, counter = backend(), Counter()
    before = cpu_ms(database)
    with connection.execute_wrapper(counter):
        enrolments = {ASSIGN: assign, LATE: join}[name](cohort, number)
    return {"cpu_ms": cpu_ms(database) - before, "sql": counter.count, "enrolments": enrolments}
