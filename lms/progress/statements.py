"""What every page of a learner asks, as statements that are written once. All are of the learner's own rows alone."""

from django.db.models import BigIntegerField, CharField, F, IntegerField, QuerySet, Subquery

from lms.statements import Open, Statement

from .models import Attempt, Enrolment

_LEARNER = Open("learner", BigIntegerField())


def _enrolments() -> QuerySet[Enrolment]:
    """The learner's ways through a course, the latest first."""
    rows = Enrolment.objects.of(_LEARNER)
    return rows.filter(course__slug=Open("course", CharField())).order_by("-enrolled_at", "-pk")


def _attempts() -> QuerySet[Attempt]:
    """Those at one activity of the latest way, the latest first."""
    rows = Attempt.objects.filter(
        enrolment=Subquery(_enrolments().values("pk")[:1]), activity__slug=Open("activity", CharField())
    )
    return rows.select_related("enrolment__course").order_by("-number")


def _all() -> QuerySet[Enrolment]:
    """Every way of the learner's, what is due first before what is not due."""
    own = Enrolment.objects.of(_LEARNER).select_related("course", "assignment__cohort", "institution")
    return own.order_by(F("due_at").asc(nulls_last=True), "enrolled_at", "pk")


ENROLMENTS = Statement(_all)
ENROLMENT = Statement(lambda: _enrolments().select_related("course")[:1])
LATEST_ATTEMPT = Statement(lambda: _attempts()[:1])
NUMBERED_ATTEMPT = Statement(lambda: _attempts().filter(number=Open("number", IntegerField()))[:1])
