"""Counts of a cross-table: one statement for its finest cells, and every sum over them folded from its rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, FloatField, Sum, Value

from lms.foundation.plugins.report import Figure

from ..filters.figures import STAYS, OverTable
from ..filters.selection import Selection
from ..tables.suppression import Node
from .cuts import Cut


@dataclass(frozen=True)
class Measure:
    """Subject of a table: a `figure`, of a table of its own where `over` is given; or the people behind it."""

    slug: str
    figure: Figure
    label: Any
    over: OverTable | None = None
    people: bool = False


@dataclass
class Counts:
    """Numbers of rows, sums of their values and numbers of people, by node."""

    rows: dict[Node, int] = field(default_factory=lambda: defaultdict(int))
    values: dict[Node, float] = field(default_factory=lambda: defaultdict(float))
    people: dict[Node, int] = field(default_factory=lambda: defaultdict(int))

    def of(self, measure: Measure, node: Node) -> float | None:
        """Return the number of a node; a mean of nothing is None."""
        if measure.people:
            return self.people.get(node, 0)
        number, figure = self.rows.get(node, 0), measure.figure
        if not figure.value:
            return number
        if figure.mean:
            return self.values[node] / number if number else None
        value = self.values.get(node, 0)
        return int(value) if value == int(value) else value


Pattern = tuple[bool, ...]
"""For each cut: whether a node has a value of it, or is a sum over it."""


def count(selection: Selection, measure: Measure, cuts: Sequence[Cut], patterns: Iterable[Pattern]) -> Counts:
    """Return the counts of the nodes of `patterns`. One statement, whose rows come in the order of people, so that each
    is counted once wherever they are and no more than one is kept in memory.
    """
    counts, patterns = Counts(), list(patterns)
    known: list[dict[object, str]] = [{} for _cut in cuts]
    for _person, rows in groupby(_rows(selection, measure, cuts), key=lambda row: row[0]):
        nodes: set[Node] = set()
        for _who, *raw, number, total in rows:
            cell = tuple(_key(known[at], cut, raw[at], selection) for at, cut in enumerate(cuts))
            for pattern in patterns:
                node = tuple(value if kept else None for value, kept in zip(cell, pattern, strict=True))
                counts.rows[node] += number
                counts.values[node] += total or 0
                nodes.add(node)
        for node in nodes:
            counts.people[node] += 1
    return counts


def _key(known: dict[object, str], cut: Cut, value: object, selection: Selection) -> str:
    if value not in known:
        known[value] = cut.key(value, selection)
    return known[value]


def _rows(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> Iterator[tuple[Any, ...]]:
    """Return person, values of the cuts, number of rows and sum of their values, in the order of people."""
    figure, over = measure.figure, measure.over
    if over is not None and over.source.enrolment:
        path = f"{over.source.enrolment}__"
        columns = [f"{path}{cut.column}" for cut in cuts]
        grouped = _grouped(selection.over(over), selection, figure, cuts, columns, f"{path}learner")
    elif over is not None:
        columns = [f"{over.source.institution}__{cut.of_place}" for cut in cuts]
        grouped = _grouped(selection.over(over), selection, figure, cuts, columns, over.source.person or "pk")
    else:
        grouped = _grouped(selection.enrolments(), selection, figure, cuts, [cut.column for cut in cuts])
        if figure.slug in STAYS:
            columns = [f"{cut.of_stay}{cut.column}" for cut in cuts]
            gone = _grouped(selection.stays(), selection, STAYS[figure.slug], cuts, columns)
            grouped = grouped.union(gone, all=True)
    return grouped.order_by("who").iterator(chunk_size=5000)


def _grouped(
    rows: Any, selection: Selection, figure: Figure, cuts: Sequence[Cut], columns: Sequence[str], who: str = "learner"
) -> Any:
    dated = figure.dated
    rows = rows.filter(figure.condition & selection.period(dated), **{f"{dated}__isnull": False}).order_by()
    keys = {
        f"cut{at}": cut.expression(column, dated, selection.zone)
        for at, (cut, column) in enumerate(zip(cuts, columns, strict=True))
    }
    total: Any = Sum(figure.value, output_field=FloatField()) if figure.value else Value(0.0)
    rows = rows.annotate(who=F(who), **keys).values("who", *keys).annotate(number=Count("pk"), total=total)
    return rows.values_list("who", *keys, "number", "total")
