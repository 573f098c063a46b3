"""Statements of a cohort’s page, each compiled once."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject, Length

from lms.foundation.database.statements import Parameter, Statement
from lms.learning.progress.journal import late_answers
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.current_viewer import ViewerParameter, fits_parameter
from lms.people.directory.models import Cohort, User

from ..models import AttentionRule

_COHORT = Parameter("cohort", BigIntegerField())
FAILED = Q(passed=False, closed_at__isnull=False)


def visible_cohorts(viewer: User) -> Any:
    """Return the cohorts that `viewer` (or `ViewerParameter`) may look at; each says whether it may be changed."""
    return with_rules(Cohort.objects.visible_to(viewer).saying_what_may_change(viewer))


def with_rules(cohorts: QuerySet[Cohort]) -> Any:
    """Return `cohorts` with their institutions, and from when on their people need attention (`attention`)."""
    return cohorts.select_related("institution").annotate(attention=_closest_rule())


def _closest_rule() -> Subquery:
    """Return the rule of the cohort, or else that of the closest institution above it; NULL where there is none."""
    below = ExpressionWrapper(OuterRef("institution__path"), output_field=CharField())
    rules = AttentionRule.objects.alias(below=below).filter(
        Q(cohort=OuterRef("pk")) | Q(below__startswith=F("institution__path"))
    )
    said = JSONObject(soon_days="soon_days", quiet_days="quiet_days", behind="behind")
    closest = rules.order_by(F("cohort").asc(nulls_last=True), Length("institution__path").desc())
    return Subquery(closest.annotate(said=said).values("said")[:1])


def _cohorts(viewer: Any) -> Any:
    return visible_cohorts(viewer).annotate(late=late_answers.number_waiting(viewer))


def cohort_for(viewer: User, pk: int) -> object:
    """Return the cohort, saying whether it may be changed and how many answers after the end wait for `viewer`
    (`late`).

    None for those who may not look at it.
    """
    if fits_parameter(viewer):
        return _ONE.first(viewer=viewer.pk, cohort=pk)
    return _cohorts(viewer).filter(pk=pk).first()


_ONE = Statement(lambda: _cohorts(ViewerParameter()).filter(pk=_COHORT), prepared=True)


def in_order(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return assignments in order, with their courses, in the order of the columns."""
    return assignments.select_related("course").order_by("assigned_at", "pk")


ASSIGNED = Statement(
    lambda: Assignment.objects.filter(cohort=_COHORT).select_related("course", "programme").order_by("pk"),
    prepared=True,
)
"""All that `cohort` was ever assigned; the place of each is that of its bit in `MemberStanding`."""
