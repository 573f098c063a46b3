"""Page of a cohort: twenty-five of its people, and numbers for all of them.

It costs by what it shows. People are counted and put in order by their stored standings (`MemberStanding`); only the
enrolments of those on the page are read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import BigIntegerField, QuerySet

from courses.models import Course
from lms.foundation.database.statements import Parameter, Values
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.institutions import Institution

from ..models import MemberStanding
from ..standing import statements
from ..standing.epoch import Number
from ..standing.filters import ORDERS, Filters
from ..standing.queries import PERSON, standings
from ..standing.renewal import MOST_BITS
from ..standing.rules import Reason, Standing
from ..standing.thresholds import Thresholds

if TYPE_CHECKING:
    from lms.people.directory.models import Cohort

ON_A_PAGE = 25
_LISTED = ("reason", *(f"member__{column}" for column in PERSON))


@dataclass(frozen=True)
class Group:
    """Number of people of one unit who are listed for one reason, and for each course how many of them have completed
    it: None where none of them is enrolled.
    """

    reason: Reason
    unit: int | None
    people: int
    completed: tuple[int | None, ...]


@dataclass
class CohortAssignments:
    """A cohort with what it has been assigned, in the order in which it was."""

    cohort: Any
    """A `Cohort`, with what the caller annotated it with."""
    now: datetime
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def rule(self) -> Thresholds:
        return Thresholds.of(self.cohort)

    @property
    def courses(self) -> list[Course]:
        return [assignment.course for assignment in self.assignments]

    @property
    def due_at(self) -> datetime | None:
        """The next day by which something is due, else the last there was."""
        dates = [assignment.due_at for assignment in self.assignments if assignment.due_at is not None]
        return min((due for due in dates if due >= self.now), default=max(dates, default=None))


@dataclass
class CohortSummary(CohortAssignments):
    """Cohort with the number of its people, and of those who need attention."""

    people: int = 0
    needing_attention: int = 0


@dataclass
class CohortPage(CohortAssignments):
    """A cohort with the people of a page, and everybody in groups."""

    filters: Filters = field(default_factory=Filters)
    groups: list[Group] = field(default_factory=list)
    units: list[tuple[int, str]] = field(default_factory=list)
    """The institutions of its people, by name."""
    page: Any = None
    """A `Page` of `Standing`."""
    columns: int = 0
    """Number of columns of the marks of all courses; 0 where others are shown."""

    @property
    def course(self) -> Course | None:
        """The one whose activities the address asks for."""
        return next((course for course in self.courses if course.pk == self.filters.course), None)

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)

    @property
    def needing_attention(self) -> int:
        return sum(group.people for group in self.groups if group.reason.needs_attention)

    @property
    def chosen(self) -> list[Group]:
        """The groups of those whom the address asks for."""
        return [group for group in self.groups if self.filters.choose(group.unit, group.reason)]

    @property
    def number(self) -> int:
        """The number of people that the address asks for."""
        return sum(group.people for group in self.chosen)

    @property
    def completed(self) -> list[int | None]:
        """Counts: for each course how many of the chosen have completed it; None where none of them is enrolled."""
        columns = ([group.completed[place] for group in self.chosen] for place in range(len(self.assignments)))
        known = [[number for number in column if number is not None] for column in columns]
        return [sum(numbers) if numbers else None for numbers in known]


def show(cohort: "Cohort", *, filters: Filters, page: str | None, now: datetime) -> CohortPage:
    """Return the page `page` of `cohort`. Six statements."""
    shown, bits = _assigned(cohort, filters, now)
    shown.groups = list(_groups(cohort, bits))
    units = {group.unit for group in shown.groups if group.unit is not None}
    given: dict[str, Any] = {f"unit{place}": unit for place, unit in enumerate(units)}
    named = _named(len(units)).rows(**given) if units else []
    shown.units = sorted(named, key=lambda unit: unit[1].casefold())
    shown.page = Paginator(range(shown.number), ON_A_PAGE).get_page(page)
    first = (shown.page.number - 1) * ON_A_PAGE
    listed = _page(shown.filters.sort, shown.filters.attention, shown.filters.unit is not None, first)
    rows = listed.rows(cohort=cohort.pk, unit=shown.filters.unit or 0)
    shown.page.object_list = list(_standings(shown, rows))
    return shown


def of_everybody(cohort: Any, *, filters: Filters, now: datetime) -> CohortPage:
    """Return `cohort` with what it has been assigned and without its people. One statement."""
    shown, _bits = _assigned(cohort, filters, now)
    return shown


def number_of(shown: CohortPage) -> int:
    """Return how many people its filters choose. One statement."""
    return _listed(shown.cohort.pk, shown.filters).count()


def everybody(shown: CohortPage) -> list[Standing]:
    """Return all people that its filters choose, in order. One statement, and two for a thousand people."""
    return list(_standings(shown, _listed(shown.cohort.pk, shown.filters)))


def _assigned(cohort: "Cohort", filters: Filters, now: datetime) -> tuple[CohortPage, list[int]]:
    """Return the cohort with its assignments, and the place of the bit of each."""
    rows: list[Assignment] = statements.ASSIGNED.rows(cohort=cohort.pk)
    places = {row.pk: place for place, row in enumerate(rows)}
    in_force = [row for row in rows if row.withdrawn_at is None]
    in_force.sort(key=lambda row: (row.assigned_at, row.pk))
    shown = CohortPage(cohort, now, in_force, filters)
    if shown.course is None:
        shown.filters = replace(filters, course=None)
    return shown, [places[row.pk] for row in in_force]


_COHORT = Parameter("cohort", BigIntegerField())
_COUNTED = Values(
    lambda: (
        MemberStanding.objects.filter(cohort=_COHORT)
        .order_by()
        .values_list("reason", "unit", "enrolled", "completed")
        .annotate(people=Number("pk"))
    )
)


@lru_cache(maxsize=64)
def _named(number: int) -> Values:
    """Return the statement for the names of so many units, `unit0` …."""
    units: Any = [Parameter(f"unit{place}", BigIntegerField()) for place in range(number)]
    return Values(lambda: Institution.objects.filter(pk__in=units).values_list("pk", "name"), prepared=True)


@lru_cache(maxsize=512)
def _page(sort: str, attention: bool, of_unit: bool, first: int) -> Values:
    """Return the statement for a page of those whom filters choose, of `cohort` and `unit`."""
    filters = Filters(sort=sort, attention=attention, unit=Parameter("unit", BigIntegerField()) if of_unit else None)  # type: ignore[arg-type]  # in its place
    return Values(lambda: _listed(_COHORT, filters)[first : first + ON_A_PAGE])


def _groups(cohort: "Cohort", bits: Sequence[int]) -> Iterator[Group]:
    """Yield the people of `cohort` in groups; `bits` are the places of its courses."""
    people: Counter[tuple[int, int | None]] = Counter()
    enrolled: Counter[tuple[int, int | None, int]] = Counter()
    completed: Counter[tuple[int, int | None, int]] = Counter()
    for reason, unit, in_courses, in_completed, number in _COUNTED.rows(cohort=cohort.pk):
        people[reason, unit] += number
        for bit in bits:
            if bit < MOST_BITS and in_courses >> bit & 1:
                enrolled[reason, unit, bit] += number
                completed[reason, unit, bit] += number * (in_completed >> bit & 1)
    for (reason, unit), number in people.items():
        each = [completed[reason, unit, bit] if enrolled[reason, unit, bit] else None for bit in bits]
        yield Group(Reason(reason), unit, number, tuple(each))


def _listed(cohort: Parameter, filters: Filters) -> QuerySet[MemberStanding, Any]:
    """Return the reason and the columns of a person for those whom `filters` choose, in order."""
    rows = MemberStanding.objects.filter(cohort=cohort)
    if filters.attention:
        rows = rows.filter(reason__lt=Reason.ON_TRACK)
    if filters.unit is not None:
        rows = rows.filter(unit=filters.unit)
    return rows.order_by(*ORDERS[filters.sort]).values_list(*_LISTED)


def _standings(shown: CohortPage, listed: Iterable[Any]) -> Iterator[Standing]:
    """Yield the standings of the people `listed`, with their reasons, as they are stored."""
    rows = list(listed)
    people = standings(shown.cohort, [course.pk for course in shown.courses], [tuple(row[1:]) for row in rows])
    for standing, row in zip(people, rows, strict=True):
        standing.reason = Reason(row[0])
        yield standing


def summarise(cohorts: "Sequence[Cohort]", *, now: datetime) -> list[CohortSummary]:
    """Count the people of each of `cohorts` and those who need attention, in their order, at most twelve. Two
    statements.
    """
    shown: Mapping[int, CohortSummary] = {cohort.pk: CohortSummary(cohort, now) for cohort in cohorts}
    for row in statements.assigned_to(shown):
        shown[row.cohort_id or 0].assignments.append(row)
    for cohort, (people, needing) in statements.count_members(shown).items():
        shown[cohort].people, shown[cohort].needing_attention = people, needing
    return list(shown.values())
