"""Groups of enrolments and their counts: one pass for each grouping, however many rows there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from lms.foundation.plugins.report import Figure
from lms.people.directory.choices import RankBand, Sex

from ..filters import months
from ..filters.figures import FINISHED, HELD, STAYS
from ..filters.forms import NONE, OWN, SEXES
from ..filters.selection import Selection
from ..sums import queries
from . import sources

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

Counts = dict[str, Any]
"""Numbers by figure; of a figure over another table None where a group is too small to be shown."""

OF_STAYS = {"rank_band": "enrolment__rank_band"}
"""Columns of enrolments that stays have by their enrolment."""
MONTHS = 36
EARLIER = -1
ZERO = Value(0, output_field=IntegerField())


@dataclass(frozen=True)
class Group:
    """One group: its name, the parameters that choose it, and what was counted in it."""

    label: str
    narrows: Mapping[str, str]
    counts: Counts
    month: date | None = None


def groups(selection: Selection) -> list[Group]:
    """Return the groups that the question asks for, those without any figure left out (but not a month in between):
    every figure, and what the completion rate is made of.
    """
    by, figures = selection.filters.by, [*selection.figures.values(), FINISHED, HELD]
    if by == "month":
        return monthly(selection, figures, others=True)
    column = sources.OF_ENROLMENTS[by]

    def known(key: object) -> Any:
        if by == "rank":
            return key or ""
        return key if by != "cohort" or key in selection.scope.cohorts else None

    # Count enrolments by the column, from sums where they answer; then what is counted over other tables.
    by_key: dict[Any, Counts] = {}
    if queries.can_answer(selection, figures, by=by) or queries.can_answer_by_course(selection, by=by):
        by_key = {**queries.by_column(selection, figures, column)}
    else:
        for key, numbers in _counted(selection, figures, column):
            _add(by_key.setdefault(known(key), {}), zip((figure.slug for figure in figures), numbers, strict=True))
    over = sources.numbers(selection, lambda _figure, source: sources.column_of(source, by), known=known)
    _add_others(by_key, over, {figure.slug: 0 for figure in figures})
    named = [Group(*_identity(selection, by, key), counts=counts) for key, counts in by_key.items() if _shows(counts)]
    if by == "sex":
        return named
    if by == "rank":
        bands = [*RankBand.values, NONE]
        return sorted(named, key=lambda group: bands.index(group.narrows[by]))
    return sorted(named, key=lambda group: (group.narrows.get(by) == NONE, group.label.casefold()))


def _counted(selection: Selection, figures: list[Figure], column: str) -> Iterable[tuple[object, list[int]]]:
    """Return the numbers of `figures` by the values of `column`, counted from the rows. One statement."""
    here = _counts(selection, figures, lambda figure: figure)
    left = _counts(selection, figures, lambda figure: STAYS.get(figure.slug))
    rows = selection.enrolments().order_by().values(column).annotate(**here).values_list(column, *here)
    told = OF_STAYS.get(column, column)
    gone = selection.stays().order_by().values(told).annotate(**left).values_list(told, *left)
    return ((key, numbers) for key, *numbers in rows.union(gone, all=True))


def _counts(
    selection: Selection, figures: list[Figure], as_counted: Callable[[Figure], Figure | None]
) -> dict[str, object]:
    """Return a count for each of `figures`, of rows in its period; zero for one that these rows do not have."""
    counts: dict[str, Any] = {}
    for figure in figures:
        own = as_counted(figure)
        counts[f"n_{figure.slug}"] = (
            Count("pk", filter=(own.condition & selection.period(own.dated)) or None) if own else ZERO
        )
    return counts


def _shows(counts: Counts) -> bool:
    """Return whether the counts of any figure that has a column are above zero."""
    return any(number for slug, number in counts.items() if slug not in (FINISHED.slug, HELD.slug))


def _add_others(by_key: dict[Any, Counts], over: Mapping[str, sources.Numbers], empty: Counts) -> None:
    """Put what is counted `over` other tables into `by_key`, the groups, with groups that have nothing else."""
    for key in {key for numbers in over.values() for key in numbers}:
        by_key.setdefault(key, {**empty})
    for counts in by_key.values():
        counts.update(dict.fromkeys(over, 0))
    for slug, numbers in over.items():
        for key, number in numbers.items():
            by_key[key][slug] = number


def _add(total: Counts, numbers: Iterable[tuple[str, int]]) -> None:
    for slug, number in numbers:
        total[slug] = total.get(slug, 0) + number


def _identity(selection: Selection, by: str, key: Any) -> tuple[str, Mapping[str, str]]:
    """Return the name of a group, and the parameters that choose it."""
    scope = selection.scope
    if by == "institution":
        return scope.place_name(key), {by: f"{key}{OWN if key in scope.parents else ''}"}
    if by == "course":
        return scope.by_course[key].name, {by: scope.by_course[key].slug}
    if by == "cohort":
        return scope.cohort_name(key) or _("Not in a cohort of yours"), {by: str(key or NONE)}
    if by == "rank":
        return str(RankBand(key).label) if key else _("No rank band"), {by: key or NONE}
    return str(Sex(key).label), {by: next(code for code, value in SEXES.items() if value == key)}


def monthly(selection: Selection, figures: list[Figure], *, others: bool = False) -> list[Group]:
    """Return the months from the first to the last in which something happened; what lies further back than MONTHS is
    one group.

    One statement, where sums do not answer: for each day that counts (enrolled, completed …) the rows by month, joined
    end to end; and with `others` one for each figure over another table.
    """
    shown = _months(selection)
    by_index: dict[int, Counts] = {}
    if queries.can_answer(selection, figures, by="month"):
        for month, counts in queries.by_month(selection, figures).items():
            _add(by_index.setdefault(_index(month, shown), {}), counts.items())
    else:
        for index, *numbers in _counted_by_month(selection, figures, shown):
            _add(by_index.setdefault(index, {}), zip((figure.slug for figure in figures), numbers, strict=True))
    empty = {figure.slug: 0 for figure in figures}
    if others:
        over = sources.numbers(selection, lambda figure, _source: _month_of(selection, figure.dated, shown))
        _add_others(by_index, over, empty)
        empty |= dict.fromkeys(over, 0)
    by_index = {index: counts for index, counts in by_index.items() if _shows(counts)}
    if not by_index:
        return []
    between = range(max(min(by_index), 0), max(by_index) + 1)
    earlier = [EARLIER] if EARLIER in by_index else []
    return [_month(selection, shown, index, {**empty, **by_index.get(index, {})}) for index in [*earlier, *between]]


def _counted_by_month(selection: Selection, figures: list[Figure], shown: list[date]) -> Iterable[tuple[Any, ...]]:
    """Return the place of a month among those `shown`, and the number of each figure in it, counted from the rows."""
    left = [STAYS[figure.slug] for figure in figures if figure.slug in STAYS]
    parts = [_part(selection, figures, figures, selection.enrolments(), dated, shown) for dated in _dated(figures)]
    parts += [_part(selection, figures, left, selection.stays(), dated, shown) for dated in _dated(left)]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _index(month: date, shown: list[date]) -> int:
    """Return the place of `month` among those `shown`; what comes after them counts to the last."""
    if not shown or month < shown[0]:
        return EARLIER
    return min(12 * (month.year - shown[0].year) + month.month - shown[0].month, len(shown) - 1)


def _dated(figures: list[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.dated for figure in figures))


def _months(selection: Selection) -> list[date]:
    """Return the months that are shown one by one: to the end of the period or to this one, MONTHS at most."""
    end = min(selection.filters.end or selection.today, selection.today)
    start = months.add(end, 1 - MONTHS)
    return list(months.span(max(selection.filters.start or start, start), end))


def _month_of(selection: Selection, dated: str, shown: list[date]) -> Case:
    """Return the expression for the month in `shown` in which the time `dated` lies, by its place among them."""
    newest_first = list(enumerate(shown))[::-1]
    whens = [
        When(Q(**{f"{dated}__gte": months.midnight(month, selection.zone)}), then=Value(index))
        for index, month in newest_first
    ]
    return Case(*whens, default=Value(EARLIER), output_field=IntegerField())


def _part(
    selection: Selection,
    figures: list[Figure],
    own: list[Figure],
    rows: "QuerySet[Model]",
    dated: str,
    shown: list[date],
) -> Any:
    """Return `rows` by the month of `dated`: of `figures` those of their `own` that count by it, and zero for the
    others.
    """
    rows = rows.filter(selection.period(dated), **{f"{dated}__isnull": False}).order_by()
    rows = rows.annotate(in_month=_month_of(selection, dated, shown)).values("in_month")
    by_day = {figure.slug: figure for figure in own if figure.dated == dated}
    counts = {
        f"n_{figure.slug}": Count("pk", filter=by_day[figure.slug].condition or None) if figure.slug in by_day else ZERO
        for figure in figures
    }
    return rows.annotate(**counts).values_list("in_month", *counts)


def _month(selection: Selection, shown: list[date], index: int, counts: Counts) -> Group:
    start, end = selection.filters.start, selection.filters.end
    if index == EARLIER:
        before = shown[0] - timedelta(days=1)
        narrows = {"from": start.isoformat() if start else "", "to": before.isoformat()}
        return Group(_("Before %(month)s") % {"month": months.name(shown[0])}, narrows, counts)
    month = shown[index]
    first, last = max(start or month, month), min(end or months.last(month), months.last(month))
    return Group(months.name(month), {"from": first.isoformat(), "to": last.isoformat()}, counts, month=month)
