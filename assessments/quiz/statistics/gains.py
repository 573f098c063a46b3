"""Pairs of scores of learners who sat two tests, from the attempts that a viewer may see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from courses.models import CoursePage
from lms.foundation.plugins.report import PairedTests
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.institutions import Institution

from ..page.models import QuizPage
from ..sitting.form import Form
from .measures.intervals import of_share

if TYPE_CHECKING:
    from django.db.models import QuerySet

Tests = tuple[UUID, UUID]
"""The quiz before and the quiz after, by the ids of their activities."""
Pairs = list[tuple[float | None, float | None]]
GROUPS = {"institution": "enrolment__institution__name", "sex": "enrolment__sex"}
"""By what learners can be counted apart: as it was copied onto their enrolment."""


def equal_forms() -> list[Tests]:
    """Return the tests that are drawn like another one, each behind that one: two forms of one blueprint."""
    rows = QuizPage.objects.filter(like__isnull=False, alias_of=None).order_by("path")
    return list(dict.fromkeys(rows.values_list("like__translation_key", "translation_key")))


def equal_forms_of_courses() -> list[tuple[UUID, UUID, UUID]]:
    """Return course, test before and test after of the tests that are equal forms. Three statements."""
    tests = equal_forms()
    after = QuizPage.objects.filter(translation_key__in=[key for _before, key in tests], alias_of=None)
    above = {key: path[: -QuizPage.steplen] for key, path in after.values_list("translation_key", "path")}
    courses = dict(CoursePage.objects.filter(path__in=above.values()).values_list("path", "translation_key"))
    return [(courses[above[key]], before, key) for before, key in tests if above.get(key) in courses]


def _questions(form: Mapping[str, Any]) -> int:
    return len(Form.read(form).items)


QUIZZES = PairedTests(equal_forms_of_courses, _questions, of_share)


def pairs_of(
    viewer: object, tests: Iterable[Tests], params: Mapping[str, str], *, roles: Sequence[str] = REPORTING_ROLES
) -> dict[tuple[Tests, str], Pairs]:
    """Return, for each two tests, and each group of learners where `params` say by which, a pair of scores, 0..1, for
    each learner.

    Scores are those of the first attempt that has a result, at each test; None where a learner has none. One statement,
    and one for the viewer's institutions.
    """
    wanted = list(tests)
    group = GROUPS.get(params.get("by", ""), "activity_id")
    scores: dict[UUID, dict[int, float]] = {activity: {} for one in wanted for activity in one}
    groups: dict[int, str] = {}
    rows = _attempts(viewer, scores, params, roles).values_list("enrolment__learner_id", "activity_id", "score", group)
    for learner, activity, score, name in rows.iterator():
        scores[activity].setdefault(learner, score)
        groups.setdefault(learner, name if "by" in params else "")
    by_group: dict[tuple[Tests, str], Pairs] = {}
    for before, after in wanted:
        for learner in dict.fromkeys([*scores[before], *scores[after]]):
            pair = (scores[before].get(learner), scores[after].get(learner))
            by_group.setdefault(((before, after), groups[learner]), []).append(pair)
    return by_group


def _attempts(
    viewer: Any, activities: Iterable[UUID], params: Mapping[str, str], roles: Sequence[str]
) -> "QuerySet[Attempt]":
    """Return closed attempts with a result, the first ones first."""
    theirs = Enrolment.objects.visible_to(viewer, *roles)
    narrow = Q()
    if "institution" in params:
        top = Institution.objects.visible_to(viewer, *REPORTING_ROLES).filter(pk=params["institution"])
        narrow &= Q(institution__path__startswith=top.values_list("path", flat=True).first() or "-")
    if "cohort" in params:
        narrow &= Q(assignment__cohort=params["cohort"])
    if "sex" in params:
        narrow &= Q(sex=params["sex"])
    attempts = Attempt.objects.filter(activity__in=list(activities), closed_at__isnull=False, score__isnull=False)
    return attempts.filter(enrolment__in=theirs.filter(narrow)).order_by("begun_at", "pk")
