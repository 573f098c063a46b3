"""Counts of the page, from the kept sums of reports: people and completions by place, and completions by month.

A place is a country, an academy or a unit: one level below the highest that the viewer reports on, with all below it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from lms.desks.reporting.cross_tables.cuts import MONTH
from lms.desks.reporting.cross_tables.masking import masked_counts
from lms.desks.reporting.cross_tables.masks import Mask, People
from lms.desks.reporting.cross_tables.rectangles import Place
from lms.desks.reporting.cross_tables.report import measures
from lms.desks.reporting.filters import months
from lms.desks.reporting.filters.scope import ScopedInstitution
from lms.desks.reporting.filters.selection import PERSONS, Selection
from lms.desks.reporting.sums import queries
from lms.desks.reporting.sums.models import Completer
from lms.desks.reporting.sums.models import Sum as KeptSum
from lms.desks.reporting.tables.suppression import hidden, sums
from lms.people.directory.choices import Kind, Sex

BELOW = {Kind.REGION: Kind.COUNTRY, Kind.COUNTRY: Kind.ACADEMY, Kind.ACADEMY: Kind.UNIT}
ORDER = [str(kind) for kind in (Kind.REGION, Kind.COUNTRY, Kind.ACADEMY, Kind.UNIT)]
YEAR = 12
MOST = 50_000
"""Completions up to which the masks are made for a page; of more it shows people and completions by place alone."""


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
    """Return the counts of everything that the viewer reports on. Five statements, one for the time of the sums, and
    one for what a region sees.
    """
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
        _suppress(found, group_of, {(str(pk), sex): number for (pk, sex), number in by_sex.items()})
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


class _Shown:
    """Numbers of people who completed that are shown in a region: those of cross-tables, by the same masks. One
    statement.
    """

    def __init__(self, selection: Selection) -> None:
        completed = measures(selection.scope, selection.figures)[PERSONS]
        counts = masked_counts(selection, completed, [MONTH])
        self.people: People = counts.people
        self.mask: Mask = counts.mask

    def of(self, institutions: Collection[int], sex: str | None = None) -> bool:
        """Return whether the people of all `institutions` together are shown, or those of one sex."""
        _whole, parts = self._parts((), {str(pk) for pk in institutions})
        return all(self.mask.shows(place, (None, sex)) for place in parts)

    def whole(self, sex: str | None = None) -> bool:
        return self.mask.shows((), (None, sex))

    def month(self, month: date) -> bool:
        return self.mask.shows((), (f"{month:%Y}", None, f"{month:%Y-%m}"))

    def _parts(self, place: Place, wanted: set[str]) -> tuple[bool, list[Place]]:
        """Return whether a place is of those `wanted` with all below it, and the fewest places that they are."""
        below = self.people.places(place)
        if not below:
            is_wanted = bool(place) and place[-1] in wanted
            return is_wanted, [place] if is_wanted else []
        found = [self._parts(one, wanted) for one in below]
        if all(whole for whole, _parts in found):
            return True, [place]
        return False, [one for _whole, parts in found for one in parts]


def _suppress(found: Counts, group_of: Mapping[int, int], people: Mapping[tuple[str, ...], int]) -> None:
    """Hide what is of fewer than five people, and what would tell it: by place and sex, and by month."""
    for one in found.places:
        one.overdue = one.recent = None
    if (found.completions or 0) > MOST:
        _suppress_many(found, people)
        return
    shown = _Shown(found.selection)
    for one in found.places:
        within = [pk for pk, group in group_of.items() if group == one.place.id]
        if not shown.of(within):
            one.people = one.completions = None
        if one.people is None or not shown.of(within, Sex.FEMALE):
            one.women = None
    sexes = {"women": Sex.FEMALE.value, "men": Sex.MALE.value}
    found.people = {name: number if shown.whole(sexes.get(name)) else None for name, number in found.people.items()}
    found.completions = found.completions if shown.whole() else None
    every = [months.add(month, -YEAR * back) for month in found.months for back in (0, 1)]
    found.by_month = {month: found.by_month.get(month, 0) if shown.month(month) else None for month in every}


def _suppress_many(found: Counts, people: Mapping[tuple[str, ...], int]) -> None:
    """Hide small places of many, and all that cross-tables would have to be asked about."""
    of_places: Counter[tuple[str, ...]] = Counter()
    for (place, _sex), number in people.items():
        of_places[place,] += number
    gone = hidden(sums(of_places))
    for one in found.places:
        one.women = None
        if (str(one.place.id),) in gone:
            one.people = one.completions = None
    found.people = {name: number if name == PERSONS else None for name, number in found.people.items()}
    found.by_month = dict.fromkeys(found.by_month)
