"""`assign-5000` and `late-joiners`: what the background work spends that gives a course to a cohort of 5,000, and
what 500 people cost who join a cohort that was given four.

`python -m tests.bench.assignments fill NAME PEOPLE` makes the cohort in the database that the environment names, and
prints its number; `… NAME COHORT PEOPLE` does it, in a process of its own as a worker would, and prints its cost as
JSON.
"""

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

from .journey import floor_ms
from .measure import Cost, Stage, Unexpected
from .statistics import _backend, _cpu_ms
from .stores import ROOT

ASSIGN, LATE = "assign-5000", "late-joiners"
NAMES = (ASSIGN, LATE)
PEOPLE, JOINING, COURSES = 5000, 500, 4
MOST = {ASSIGN: 30 * 25 + 40, LATE: 60 + COURSES * 30}
"""Statements: a batch of two hundred people has its own, however many they are."""


def weigh_assignments(stage: Stage, name: str, *, people: int = PEOPLE, late: int = JOINING) -> Cost:
    """The cost of the work called `name`. Raises `Unexpected` where it fails, or somebody is not enrolled."""
    number = people if name == ASSIGN else late
    cohort = _run(stage, "fill", name, number)
    before = floor_ms(stage)
    found = _run(stage, name, cohort, number)
    after = floor_ms(stage)
    wanted = number if name == ASSIGN else number * COURSES
    if found["enrolments"] != wanted:
        raise Unexpected(f"It made {found['enrolments']} enrolments in place of {wanted}.")
    if found["sql"] > MOST[name]:
        raise Unexpected(f"It took {found['sql']} statements, at most {MOST[name]} are allowed.")
    return Cost(
        request=name,
        database=stage.server.store.name,
        cpu_ms=found["cpu_ms"],
        sql=found["sql"],
        bytes=0,
        bytes_gzip=0,
        ratio=found["cpu_ms"] * 2 / (before + after),
        floor_ms=(before + after) / 2,
        spread=abs(before - after) / max(before, after),
        note=f"{wanted:,} enrolments with their notices, in a process of its own: {found['cpu_ms'] / 1000:.1f} s of "
        "processor",
    )


def _run(stage: Stage, *arguments: object) -> Any:
    """What this module prints in a process with the server's environment."""
    command = [sys.executable, "-m", "tests.bench.assignments", *map(str, arguments)]
    environment = {**stage.server.environment, "LOG_LEVEL": "WARNING"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Unexpected(f"{' '.join(command[2:])} failed: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


def fill(name: str, number: int) -> int:
    """A cohort of so many people, or an empty one that was given four courses; its key."""
    import random

    from django.utils import timezone

    from lms.learning.progress.enrolments import assignment_services
    from lms.learning.progress.models.dates import Dates
    from lms.people.directory.institutions import Institution
    from lms.people.directory.models import Cohort, CohortMember, User

    from .build.world import found

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
    from lms.people.directory.models import User

    people = User.objects.filter(institution__isnull=False, is_superuser=False).select_related("institution")
    return list(people.order_by("pk")[:number])


def _courses(number: int) -> Any:
    """Courses of which nobody has anything, released as the first course is."""
    from uuid import uuid4

    from courses.models import Course

    first = Course.objects.filter(open=True, release__isnull=False).order_by("slug")[0]
    return [
        Course.objects.create(
            id=uuid4(), slug=f"bench-{uuid4().hex[:12]}", titles=first.titles, open=True, release=first.release
        )
        for _one in range(number)
    ]


def assign(cohort: int, _people: int) -> int:
    """Give a course to the cohort, and enrol its people; how many have it then."""
    from django.utils import timezone

    from lms.learning.progress.enrolments import assignment_services
    from lms.learning.progress.models import Enrolment
    from lms.learning.progress.models.dates import Dates
    from lms.people.directory.models import Cohort

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
    from django.utils import timezone

    from lms.learning.progress.models import Enrolment
    from lms.people.administration.records import services
    from lms.people.directory.models import Cohort

    row, people = Cohort.objects.get(pk=cohort), _people(number)
    services.join(cohort=row, people=people, now=timezone.now())
    return Enrolment.objects.filter(assignment__cohort=row).count()


def weighed(name: str, cohort: int, number: int) -> dict[str, Any]:
    """Do it: milliseconds of processor (the database's process too, where there is one), statements, enrolments."""
    from django.db import connection

    from .counting import Counter

    connection.ensure_connection()
    database, counter = _backend(connection), Counter()
    before = _cpu_ms(database)
    with connection.execute_wrapper(counter):
        enrolments = {ASSIGN: assign, LATE: join}[name](cohort, number)
    return {"cpu_ms": _cpu_ms(database) - before, "sql": counter.count, "enrolments": enrolments}


if __name__ == "__main__":
    import django

    import lms  # noqa: F401  first, since its task queue reads the settings while they are made

    django.setup()
    done, *rest = sys.argv[1:]
    print(json.dumps(fill(rest[0], int(rest[1])) if done == "fill" else weighed(done, *map(int, rest))))
