"""Statements of a cohort’s page, each compiled once."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONObject, Length

from lms.foundation.database.statements import Parameter, Statement, Values
from lms.learning.progress.journal import late_answers
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.current_viewer import CountOfViewer, RowsOfViewer, ViewerParameter, fits_parameter
from lms.people.directory.models import Cohort, User

from ..models import AttentionRule, MemberStanding
from .rules import Reason

TOGETHER = 12
"""So many cohorts are on a page, and are asked about by one statement."""
_COHORT = Parameter("cohort", BigIntegerField())
FAILED = Q(passed=False, closed_at__isnull=False)


def visible_cohorts(viewer: User) -> Any:
    """Return the cohorts that `viewer` (or `ViewerParameter`) may look at; each says whether it may be changed."""
    return with_rules(Cohort.objects.visible_to(viewer).saying_what_may_change(viewer))


def with_rules(cohorts: QuerySet[Cohort]) -> Any:
    """Return `cohorts` with their institutions, and from when on their people need attention (`attention`)."""
    return cohorts.select_related("institution").annotate(attention=_closest_rule())


class CohortList:
    """Cohorts that `viewer` may look at, open or `closed` ones, the newest first, for a paginator of twelve a page."""

    ordered = True

    def __init__(self, viewer: User, *, closed: bool) -> None:
        self.viewer, self.closed = viewer, closed

    def count(self) -> int:
        number: int = _NUMBER[self.closed].of(self.viewer)["number"]
        return number

    def __getitem__(self, part: slice) -> list[Cohort]:
        return _part_of_list(self.closed, part.start).rows(self.viewer) if part.start < part.stop else []


def _listed(viewer: Any, *, closed: bool) -> Any:
    rows = visible_cohorts(viewer).filter(closed_at__isnull=not closed)
    return rows.order_by("-starts_on", "institution__name", "name")


@lru_cache(maxsize=64)
def _part_of_list(closed: bool, start: int) -> RowsOfViewer[Any]:
    return RowsOfViewer(lambda viewer: _listed(viewer, closed=closed)[start : start + TOGETHER])


_NUMBER = [
    CountOfViewer(lambda viewer: Cohort.objects.visible_to(viewer).filter(closed_at=None), "closed_at"),
    CountOfViewer(lambda viewer: Cohort.objects.visible_to(viewer).exclude(closed_at=None), "closed_at"),
]
"""Choices for open cohorts, and for closed ones."""


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

_TOGETHER = [Parameter(f"cohort{place}", BigIntegerField()) for place in range(TOGETHER)]
_KEY = ExpressionWrapper(F("cohort_id"), output_field=BigIntegerField())


def _given() -> QuerySet[Assignment]:
    rows = in_order(Assignment.objects.in_force().alias(key=_KEY).filter(key__in=_TOGETHER))
    return rows.only("cohort_id", "due_at", "assigned_at", "course__titles")


def _counted() -> "QuerySet[MemberStanding, tuple[object, ...]]":
    needing = Count("pk", filter=Q(reason__lt=Reason.ON_TRACK))
    rows = MemberStanding.objects.alias(key=_KEY).filter(key__in=_TOGETHER).order_by().values("cohort")
    texts = {"people": Cast(Count("pk"), TextField()), "needing": Cast(needing, TextField())}
    return rows.annotate(**texts).values_list("cohort", "people", "needing")


def _ruled() -> Any:
    key = ExpressionWrapper(F("id"), output_field=BigIntegerField())
    shown = ("name", *(f"institution__{name}" for name in ("path", "plugins", "timezone")))
    return with_rules(Cohort.objects.alias(key=key).filter(key__in=_TOGETHER)).only(*shown)


_RULED: Statement[Any] = Statement(_ruled, prepared=True)
_GIVEN, _COUNTED = Statement(_given, prepared=True), Values(_counted)


def assigned_to(cohorts: Collection[int]) -> list[Assignment]:
    """Return the assignments in force of at most twelve cohorts, in order, with the titles of their courses."""
    return _GIVEN.rows(**_places(cohorts))


def cohorts_with_rules(cohorts: Collection[int]) -> dict[int, Any]:
    """Return by key at most twelve cohorts, with what `with_rules` says of them."""
    return {one.pk: one for one in _RULED.rows(**_places(cohorts))}


def count_members(cohorts: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return by cohort, of at most twelve, the number of its people and of those who need attention."""
    return {key: (int(people), int(needing)) for key, people, needing in _COUNTED.rows(**_places(cohorts))}


def _places(cohorts: Collection[int]) -> dict[str, Any]:
    """Return the values of the open places, filled up with no cohort."""
    keys = [*cohorts, *[0] * (TOGETHER - len(cohorts))]
    return {f"cohort{place}": key for place, key in enumerate(keys)}


_NAME = "name_key"
ORDER = ("reason", _NAME)
"""The order in which people need attention: the most pressing first."""


class IsFirst(Expression):
    """True of the standings of the first `number` who need attention in `cohorts`, without those in `besides`.

    An index of each cohort gives so many in order. Without that both databases read everybody who needs attention,
    thousands in a country, to sort them.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, cohorts: "QuerySet[Any]", besides: "QuerySet[Any]", number: int) -> None:
        super().__init__()
        self.cohorts, self.number = cohorts, number
        of_one = MemberStanding.objects.filter(reason__lt=Reason.ON_TRACK, cohort=RawSQL("taught.pk", ()))
        self.first = of_one.exclude(pk__in=besides).order_by(*ORDER)

    @property
    def identity(self) -> Any:
        return (type(self), id(self))

    def as_sql(self, compiler: Any, connection: Any, **_context: object) -> tuple[str, tuple[Any, ...]]:
        """Return SQL for PostgreSQL; SQLite knows no LATERAL, and finds the same rows by their keys."""
        cohorts, of_cohorts = self.cohorts.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
        first, of_first = self._columns().query.get_compiler(connection=connection).as_sql()
        sql = (
            f"{_column('member_id')} IN (SELECT listed.pk FROM ({cohorts}) AS taught "  # noqa: S608  names and statements alone
            f"CROSS JOIN LATERAL ({first}) AS listed ORDER BY listed.reason, listed.{_NAME} LIMIT {self.number})"
        )
        return sql, (*of_cohorts, *of_first)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: object) -> tuple[str, tuple[Any, ...]]:
        cohorts, of_cohorts = self.cohorts.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
        first, of_first = self._columns("pk").query.get_compiler(connection=connection).as_sql()
        sql = (
            f"{_column('member_id')} IN (SELECT listed.member_id FROM ({cohorts}) AS taught "  # noqa: S608  names and statements alone
            f"CROSS JOIN {MemberStanding._meta.db_table} AS listed ON listed.member_id IN ({first}) "
            f"ORDER BY listed.reason, listed.{_NAME} LIMIT {self.number})"
        )
        return sql, (*of_cohorts, *of_first)

    def _columns(self, *names: str) -> "QuerySet[Any, Any]":
        return self.first.values(*(names or ("pk", *ORDER)))[: self.number]


def _column(name: str) -> str:
    return f'"{MemberStanding._meta.db_table}"."{name}"'
