"""Statements of a cohort’s page, each compiled once, beside the ranking of its people."""

from functools import lru_cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, JSONObject, Length

from courses.models import Course, Release
from lms.foundation.database.statements import Parameter, Statement, Values
from lms.learning.progress.journal import late_answers
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User
from lms.people.directory.viewer_parameter import ViewerParameter, fits_parameter

from ..models import AttentionRule
from .epoch import Epoch

_COHORT = Parameter("cohort", BigIntegerField())
FAILED = Q(passed=False, closed_at__isnull=False)
SIZE = Subquery(
    CohortMember.objects.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(n=Count("pk")).values("n")
)
"""The number of people of a cohort; None where it has none."""


def visible_cohorts(viewer: Any) -> Any:
    """Return the cohorts that `viewer` (or `ViewerParameter`) may look at.

    Each says whether it may be changed, and from when on its people need attention (`attention`).
    """
    cohorts = Cohort.objects.visible_to(viewer).saying_what_may_change(viewer).select_related("institution")
    return cohorts.annotate(attention=_closest_rule())


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


def cohort_for(viewer: User, pk: int) -> Any:
    """Return the cohort, saying whether it may be changed and how many answers after the end wait for `viewer`
    (`late`).

    None for those who may not look at it.
    """
    if fits_parameter(viewer):
        return _ONE.first(viewer=viewer.pk, cohort=pk)
    return _cohorts(viewer).filter(pk=pk).first()


_ONE = Statement(lambda: _cohorts(ViewerParameter()).filter(pk=_COHORT), prepared=True)


def institutions_of(viewer: User) -> list[int] | None:
    """Return the ids of the institutions whose rows `viewer` may see; None for all."""
    if fits_parameter(viewer):
        return [institution.pk for institution in _SEEN.rows(viewer=viewer.pk)]
    return list(Institution.objects.visible_to(viewer).values_list("pk", flat=True)) if viewer.within else None


_SEEN = Statement(lambda: Institution.objects.visible_to(ViewerParameter()).only("pk"), prepared=True)


class _Joined(Aggregate):
    """Whole numbers as a text, with commas."""

    template = "STRING_AGG(CAST(%(expressions)s AS text), ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)


def in_order(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return assignments in order, with their courses, in the order of the columns."""
    return assignments.select_related("course").order_by("assigned_at", "pk")


def _assigned() -> QuerySet[Assignment]:
    releases = Release.objects.filter(course=OuterRef("course")).values("course").annotate(ids=_Joined("pk"))
    return in_order(Assignment.objects.in_force().filter(cohort=_COHORT).select_related("programme")).annotate(
        releases=Subquery(releases.values("ids"))
    )


@lru_cache(maxsize=128)
def people(number: int, courses: int) -> Values:
    """Return the `number` people with the keys `person0` …, and all their enrolments in the courses `course0` …: key,
    name, service number and institution of the person; of the enrolment, None where there is none, key, course as a
    text, release, status, remaining, score, institution, and when it is due, when its learner was seen and enrolled, in
    seconds since 1970.
    """

    def asks() -> QuerySet[User, Any]:
        keys: Any = [Parameter(f"person{place}", BigIntegerField()) for place in range(number)]
        course: Any = Course._meta.pk
        in_these = [Q(enrolments__course=Parameter(f"course{place}", course)) for place in range(courses)]
        way = FilteredRelation("enrolments", condition=reduce(or_, in_these, Q(enrolments__course=None)))
        rows: Any = User.objects.filter(pk__in=keys).annotate(way=way).order_by()
        return rows.values_list(
            "pk",
            "name",
            "service_number",
            "institution_id",
            "way__pk",
            Cast("way__course", TextField()),
            "way__release",
            "way__status",
            "way__remaining",
            "way__score",
            "way__institution",
            Epoch("way__due_at"),
            Epoch("way__seen_at"),
            Epoch("way__enrolled_at"),
        )

    return Values(asks, prepared=True)


ASSIGNED = Statement(_assigned, prepared=True)
"""What `cohort` was assigned; `releases` are the keys of all releases of the course, with commas."""


@lru_cache(maxsize=128)
def failed(activities: frozenset[UUID]) -> Statement[Attempt]:
    """Return all failed attempts of those enrolments of the people of `cohort` that are under way and have one at
    `activities` with the number `least` or a later one; each with `learner`, `release`, `done` and `plugins` of its
    enrolment.
    """

    def asks() -> QuerySet[Attempt]:
        courses = Assignment.objects.in_force().filter(cohort=_COHORT).values("course")
        people = CohortMember.objects.filter(cohort=_COHORT).values("user")
        under_way = Enrolment.objects.under_way().filter(course__in=courses, learner__in=people)
        last = Attempt.objects.filter(
            Exists(under_way.filter(pk=OuterRef("enrolment"))),  # looked at after the attempts, which are few
            FAILED,
            activity__in=activities,
            number__gte=Parameter("least", IntegerField()),
        )
        rows = Attempt.objects.filter(FAILED, enrolment__in=last.values("enrolment")).only("enrolment", "activity")
        return rows.annotate(
            of_learner=F("enrolment__learner_id"),
            of_release=F("enrolment__release_id"),
            done=F("enrolment__done"),
            plugins=F("enrolment__institution__plugins"),
        )

    return Statement(asks)
