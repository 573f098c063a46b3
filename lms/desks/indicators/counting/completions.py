"""Officers who completed: one row for each completion in the period, with its tests and attendance."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from lms.learning.progress.models import Attempt, Enrolment

from .facts import AGAIN, COLUMNS, Fact, Scope, Values, by_person, points
from .rules import FIRST, INSTANCES

COUNTED, EARLIER = "counted", "earlier"
Records = dict[int, list[dict[str, object]]]


def facts(scope: Scope) -> Iterator[Fact]:
    """Yield the completions, person by person, in the order of time. A statement or two for each `CHUNK` people."""
    rows = scope.enrolments(Q(completed_at__gte=scope.begins, completed_at__lt=scope.ends))
    if scope.rules.counting == FIRST:
        before = Enrolment.objects.filter(learner=OuterRef("learner"), completed_at__lt=scope.begins)
        if scope.rules.courses:
            before = before.filter(course__slug__in=scope.rules.courses)
        rows = rows.annotate(earlier=Exists(before))
    columns = [*COLUMNS, *(["earlier"] if scope.rules.counting == FIRST else [])]
    ordered = rows.order_by("learner_id", "completed_at", "pk").values(*columns)
    for people in by_person(ordered.iterator(2000)):
        keys = [row["pk"] for own in people.values() for row in own]
        tests, meetings = _tests(scope, keys), _meetings(scope, list(people))
        for person, own in people.items():
            for place, row in enumerate(own):
                yield _fact(scope, row, place, tests.get(row["pk"], []), meetings.get(person, []))


def _fact(scope: Scope, row: Values, place: int, tests: list[Any], meetings: list[Any]) -> Fact:
    why = COUNTED if scope.rules.counting == INSTANCES or not place else AGAIN
    why = EARLIER if row.get("earlier") else why
    attended = [
        meeting
        for cohort, at, meeting in meetings
        if cohort == row["assignment__cohort_id"] and at <= row["completed_at"]
    ]
    done = {"month": scope.month(row["completed_at"]), "score": points(row["score"])}
    detail = {**scope.known(row), **done, "tests": tests, "attendance": attended}
    return Fact(row["learner_id"], scope.strata(row, row["completed_at"]), int(why == COUNTED), 0, why, detail)


def _tests(scope: Scope, enrolments: list[int]) -> Records:
    """Return the closed attempts with a result, by the key of their enrolment."""
    found: Records = defaultdict(list)
    closed = Attempt.objects.filter(enrolment__in=enrolments, closed_at__lt=scope.ends, score__isnull=False)
    columns = ("enrolment_id", "activity__slug", "number", "score", "passed", "closed_at")
    for key, slug, number, score, passed, at in closed.order_by("closed_at", "pk").values_list(*columns):
        known = {"test": slug, "try": number, "score": points(score), "passed": passed, "month": scope.month(at)}
        found[key].append(known)
    return found


def _meetings(scope: Scope, people: list[int]) -> dict[int, list[Any]]:
    """Return cohort, moment and record of each meeting for which somebody was on the list, by the key of the person;
    nothing where sessions are not installed.
    """
    found: dict[int, list[Any]] = defaultdict(list)
    if not apps.is_installed("lms.learning.sessions"):
        return found
    from lms.learning.sessions.models import Attendance

    held = Attendance.objects.filter(
        learner__in=people, session__cancelled_at=None, session__planned_at__lt=scope.ends
    ).order_by("session__planned_at", "pk")
    columns = ("learner_id", "session__cohort_id", "session__planned_at", "session__kind", "status", "minutes")
    for person, cohort, at, kind, status, minutes in held.values_list(*columns):
        record = {"kind": kind, "month": scope.month(at), "state": status, "minutes": minutes}
        found[person].append((cohort, at, record))
    return found
