"""Statements of every page of a learner, written once. All read only the learner's own rows."""

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
)

from courses.models import Activity
from lms.foundation.database.statements import Parameter, Statement

from ..models import Attempt, Enrolment, ProgrammeCompletion

_LEARNER, _ACTIVITY = Parameter("learner", BigIntegerField()), Parameter("activity", CharField())
_FIELDS = [field.attname for field in Attempt._meta.concrete_fields]
_TRIED = {f"tried_{name}": F(f"tried__{name}") for name in _FIELDS}


def _enrolments() -> QuerySet[Enrolment]:
    """Return the learner's ways through a course, the latest first."""
    rows = Enrolment.objects.of(_LEARNER)
    return rows.filter(course__slug=Parameter("course", CharField())).order_by("-enrolled_at", "-pk")


def _attempts() -> QuerySet[Attempt]:
    """Return the attempts at one activity of the latest way, the latest first."""
    rows = Attempt.objects.filter(enrolment=Subquery(_enrolments().values("pk")[:1]), activity__slug=_ACTIVITY)
    return rows.select_related("enrolment__course").order_by("-number")


def _tried() -> QuerySet[Enrolment]:
    """Return the latest way, with the columns of the latest attempt at one activity if there is one."""
    activity = Subquery(Activity.objects.filter(slug=_ACTIVITY).values("pk"))
    tried = FilteredRelation("attempts", condition=Q(attempts__activity=activity))
    rows = _enrolments().select_related("course").alias(tried=tried).annotate(**_TRIED)
    return rows.order_by("-enrolled_at", "-pk", F("tried__number").desc(nulls_last=True))[:1]


def _all() -> QuerySet[Enrolment]:
    """Return every way of the learner's, those due first before those never due; `programme_completed` says of each
    whether they completed the programme of its course, and `cohort_name` to which cohort it was assigned, None for
    none.
    """
    own = Enrolment.objects.of(_LEARNER).select_related("course__programme")
    completed = ProgrammeCompletion.objects.of(_LEARNER).values("programme")
    whole = ExpressionWrapper(Q(course__programme__in=completed), output_field=BooleanField())
    own = own.annotate(programme_completed=whole, cohort_name=F("assignment__cohort__name"))
    return own.order_by(F("due_at").asc(nulls_last=True), "enrolled_at", "pk")


ENROLMENTS = Statement(_all, prepared=True)
ENROLMENT = Statement(lambda: _enrolments().select_related("course")[:1], prepared=True)
_LATEST = Statement(_tried, prepared=True)
NUMBERED_ATTEMPT = Statement(lambda: _attempts().filter(number=Parameter("number", IntegerField()))[:1], prepared=True)


def way_and_latest(learner: int, course: str, activity: str) -> tuple[Enrolment, Attempt | None] | None:
    """Return the learner's latest way through the course, and their latest attempt at one activity of it; one
    statement.
    """
    row = _LATEST.first(learner=learner, course=course, activity=activity)
    if row is None:
        return None
    columns = [row.__dict__.pop(name) for name in _TRIED]
    if columns[0] is None:
        return row, None
    attempt = Attempt.from_db(row._state.db, _FIELDS, columns)
    attempt.enrolment = row
    return row, attempt
