"""Officers whose knowledge increased between a test before and a test after: who lacks one of them is a row, too.

Rules: first attempts, the same number of questions for everybody at least, a rise of so many points, all of which the
definition says. Whoever was too high before to rise so far has a row of its own kind, and counts below the line.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q

from lms.foundation.plugins.report import paired_tests
from lms.learning.progress.models import Attempt

from .facts import AGAIN, COLUMNS, Fact, Scope, Values, by_person, points
from .rules import INSTANCES, WHOLE, Rules

ROSE, DID_NOT, HIGH = "rose", "did_not", "high"
NEITHER, BEFORE_ONLY, AFTER_ONLY, SHORT = "neither", "before_only", "after_only", "short"
PAIRED = (ROSE, DID_NOT, HIGH)
MISSING = (BEFORE_ONLY, AFTER_ONLY, NEITHER, SHORT)


KIND = "quiz"
"""The kind of activity whose tests are compared; without its plugin a value cannot be made."""


class Sat(NamedTuple):
    """The first result of somebody in a test: points, and of how many questions."""

    points: int
    questions: int


Results = dict[tuple[int, str], Sat]
"""By person and test."""


def facts(scope: Scope) -> Iterator[Fact]:
    """Yield a row for each person and pair of tests whose course they began in the period."""
    courses = [course for course, _before, _after in scope.rules.pairs]
    began = Q(started_at__gte=scope.begins, started_at__lt=scope.ends, course__slug__in=courses)
    ordered = scope.enrolments(began).order_by("learner_id", "started_at", "pk").values(*COLUMNS)
    for people in by_person(ordered.iterator(2000)):
        results = _results(scope, list(people))
        for own in people.values():
            yield from _counted(scope.rules, [*_rows(scope, own, results)])


def verdict(rules: Rules, before: Sat | None, after: Sat | None) -> str:
    """Return what a pair of results comes to."""
    if before is None or after is None:
        return {(True, True): NEITHER, (False, True): BEFORE_ONLY}.get((before is None, after is None), AFTER_ONLY)
    if min(before.questions, after.questions) < rules.fewest:
        return SHORT
    if after.points - before.points >= rules.threshold:
        return ROSE
    return HIGH if before.points > WHOLE - rules.threshold else DID_NOT


def _results(scope: Scope, people: list[int]) -> Results:
    questions = paired_tests.things[KIND].questions
    tests = {test for _course, *both in scope.rules.pairs for test in both}
    closed = Attempt.objects.filter(
        enrolment__learner__in=people, activity__slug__in=tests, closed_at__lt=scope.ends, score__isnull=False
    ).order_by("begun_at", "pk")
    found: Results = {}
    columns = ("enrolment__learner_id", "activity__slug", "score", "form")
    for person, test, score, form in closed.values_list(*columns).iterator(200):
        found.setdefault((person, test), Sat(points(score) or 0, questions(form)))
    return found


def _rows(scope: Scope, own: list[Values], results: Results) -> Iterator[Fact]:
    """Yield what one person comes to in each pair, by the first enrolment in its course."""
    for course, *tests in scope.rules.pairs:
        row = next((one for one in own if one["course__slug"] == course), None)
        if row is None:
            continue
        before, after = (results.get((row["learner_id"], test)) for test in tests)
        why = verdict(scope.rules, before, after)
        shown: dict[str, Any] = {"month": scope.month(row["started_at"])}
        for name, sat in (("before", before), ("after", after)):
            shown[name] = sat and {"score": sat.points, "questions": sat.questions}
        detail = {**scope.known(row), "tests": tests, **shown}
        strata = scope.strata(row, row["started_at"])
        yield Fact(row["learner_id"], strata, int(why == ROSE), int(why in PAIRED), why, detail)


def _counted(rules: Rules, rows: list[Fact]) -> Iterator[Fact]:
    """Yield the rows of one person. Where people are counted one of them counts: the first that rose, else the first
    with both tests, else the first.
    """
    chosen = max(rows, key=lambda row: (row.numerator, row.denominator))
    for row in rows:
        counts = rules.counting == INSTANCES or row is chosen
        yield row if counts else Fact(row.person, row.strata, 0, 0, AGAIN, row.detail)
