"""Counts of the page, from the kept sums of reports: people and completions by place, and completions by month.

A place is a country, an academy or a unit: one level below the highest that the viewer reports on, with all below it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from lms.desks.reporting.filters import months
from lms.desks.reporting.filters.scope import ScopedInstitution
from lms.desks.reporting.filters.selection import Selection
from lms.desks.reporting.sums import queries
from lms.desks.reporting.sums.models import Completer
from lms.desks.reporting.sums.models import Sum as KeptSum
from lms.desks.reporting.tables.suppression import Node, hidden, sums
from lms.people.directory.choices import Kind, Sex

BELOW = {Kind.REGION: Kind.COUNTRY, Kind.COUNTRY: Kind.ACADEMY, Kind.ACADEMY: Kind.UNIT}
ORDER = [str(kind) for kind in (Kind.REGION, Kind.COUNTRY, Kind.ACADEMY, Kind.UNIT)]
YEAR = 12


@dataclass
class PlaceCounts:
    """Counts of a place with all below it; None where a number is hidden. `people` are unique here."""

    place: ScopedInstitution
    itself: bool
    people: int | None = 0
    women: int | None = 0
    completions: int | None = 0
    overdue: int | None = 0
    recent: int | None = 0


@dataclass
class Counts:
    """All counts of one viewer. `totals_only` says that the viewer serves in a region."""

    selection: Selection
    totals_only: bool
    places: list[PlaceCounts] = field(default_factory=list)
    people: Mapping[str, int | None] = field(default_factory=dict)
    completions: int | None = 0
    overdue: int = 0
    by_month: Mapping[date, int | None] = field(default_factory=dict)

    @cached_property
    def months(self) -> list[date]:
        """The last twelve months, this one included."""
        this = months.first(self.selection.today)
        return [months.add(this, place - YEAR + 1) for place in range(YEAR)]

    def year(self, back: int = 0) -> int | None:
        """Return the completions of the last twelve months, or of the twelve before; None where a month is hidden."""
        found = [self.by_month.get(months.add(month, -YEAR * back), 0) for month in self.months]
        return None if None in found else sum(number or 0 for number in found)


def counts_of(selection: Selection) -> Counts:
    """Return the counts of everything that the viewer reports on. Five statements, and one for the time of the sums."""
    found = Counts(selection, totals_only=any(one.kind == Kind.REGION for one in selection.scope.roots))
    queries.can_answer(selection, (), by="sex")  # says as of when the sums are
    group_of, level = _groups(selection), _at_level(selection)
    numbers: dict[int, Counter[str]] = {pk: Counter() for pk in group_of.values()}
    wanted = [selection.figures["completed"], selection.figures["overdue"]]
    for pk, counted in queries.by_column(selection, wanted, "institution_id").items():
        if isinstance(pk, int) and pk in group_of:  # sums outlive an institution until they are counted anew
            numbers[group_of[pk]].update({"completions": counted["completed"], "overdue": counted["overdue"]})
    for pk, number in _recent(selection, found.months[0]):
        if pk in group_of:
            numbers[group_of[pk]]["recent"] += number
    by_sex = _people(selection, group_of)
    for (pk, sex), number in by_sex.items():
        numbers[pk].update({"people": number, "women": number if sex == Sex.FEMALE else 0})
    found.completions, found.overdue = (
        sum(one[name] for one in numbers.values()) for name in ("completions", "overdue")
    )
    found.places = [
        PlaceCounts(selection.scope.places[pk], pk not in level, **own)
        for pk, own in numbers.items()
        if pk in level or any(own.values())
    ]
    found.people, found.by_month = queries.persons(selection), _by_month(selection, found.months[0])
    if found.totals_only:
        _suppress(found, {(str(pk), sex): number for (pk, sex), number in by_sex.items()})
    return found


def _at_level(selection: Selection) -> set[int]:
    """Return the places of the level below the highest of the viewer's; that level itself where nothing is below."""
    places = selection.scope.places.values()
    highest = min((one.kind for one in selection.scope.roots), key=ORDER.index)
    below = {one.id for one in places if one.kind == BELOW.get(Kind(highest))}
    return below or {one.id for one in places if one.kind == highest}


def _groups(selection: Selection) -> dict[int, int]:
    """Return for each institution the place among whose counts it is: the one above it, or the top itself."""
    level = _at_level(selection)
    found = {}
    for place in selection.scope.places.values():
        above = [int(pk) for pk in place.path.split("/") if pk]
        seen = [pk for pk in above if pk in selection.scope.places]
        found[place.id] = next((pk for pk in above if pk in level), seen[0])
    return found


def _recent(selection: Selection, since: date) -> list[tuple[int, int]]:
    """Return the completions of each institution since the beginning of a month. One statement."""
    rows = selection.narrowed(KeptSum.objects.filter(figure="completed", day__gte=since))
    found = rows.order_by().values("institution").annotate(total=Sum("number"))
    return list(found.values_list("institution", "total"))


def _by_month(selection: Selection, since: date) -> dict[date, int | None]:
    """Return the completions of each month, from a year before `since` on. One statement."""
    start = months.add(since, -YEAR)
    rows = selection.narrowed(KeptSum.objects.filter(figure="completed", day__gte=start))
    found = rows.order_by().values("day").annotate(total=Sum("number"))
    return dict(found.values_list("day", "total"))


def _people(selection: Selection, group_of: Mapping[int, int]) -> dict[tuple[int, str], int]:
    """Return the unique people who completed, by place and sex. One statement.

    Who was enrolled as of two sexes counts for each; a correction of the record makes them one.
    """
    ids = defaultdict(list)
    for pk, group in group_of.items():
        ids[group].append(pk)
    cases = [When(institution__in=within, then=Value(group)) for group, within in ids.items()]
    placed: Any = Case(*cases, default=Value(0), output_field=IntegerField())
    rows = selection.narrowed(Completer.objects.filter(Q(number__gt=0))).order_by()
    found = rows.annotate(group=placed).values("group", "sex").annotate(people=Count("learner", distinct=True))
    return {(pk, sex): number for pk, sex, number in found.values_list("group", "sex", "people") if pk in ids}


def _suppress(found: Counts, people: Mapping[tuple[str, ...], int]) -> None:
    """Hide what is of fewer than five people, and what would tell it: by place and sex, and by month."""
    gone = hidden(sums(people))
    for one in found.places:
        key = str(one.place.id)
        one.overdue = one.recent = None
        if (key, None) in gone:
            one.people = one.completions = one.women = None
        if (key, Sex.FEMALE.value) in gone:
            one.women = None
    women = None if (None, Sex.FEMALE.value) in gone else found.people["women"]
    found.people = {**found.people, "women": women}
    if (None, None) in gone:
        found.people, found.completions = dict.fromkeys(found.people), None
    found.by_month = _shown_months(found)


def _shown_months(found: Counts) -> dict[date, int | None]:
    """Return the months without small ones; each year is a line with its sum."""
    shown: dict[date, int | None] = {}
    for back in (0, 1):
        year = [months.add(month, -YEAR * back) for month in found.months]
        cells: dict[tuple[str, ...], int] = {(str(month),): found.by_month.get(month) or 0 for month in year}
        gone: set[Node] = hidden(sums(cells))
        shown |= {month: None if (str(month),) in gone else cells[str(month),] for month in year}
    return shown
