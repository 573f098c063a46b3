"""Counts of a cross-table: one statement for its finest cells, and every sum over them folded from its rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, FloatField, Sum, Value
from django.db.models.expressions import Combinable

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
        value = round(self.values.get(node, 0), 2)
        return int(value) if value == int(value) else value


Pattern = tuple[bool, ...]
"""For each cut: whether a node has a value of it, or is a sum over it."""
Cell = tuple[str, ...]
"""A value of each cut."""
MOST_AT_ONCE = 50_000
"""So many people who are in different cells are kept in memory."""


@dataclass
class Batch:
    """Numbers of rows and sums of their values by cell, and how many people are in which cells."""

    rows: Counter[Cell] = field(default_factory=Counter)
    values: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    people: Counter[frozenset[Cell]] = field(default_factory=Counter)


def count(selection: Selection, measure: Measure, cuts: Sequence[Cut], patterns: Iterable[Pattern]) -> Counts:
    """Return the counts of the nodes of `patterns`. One statement."""
    counts, patterns = Counts(), list(patterns)

    def nodes_of(cell: Cell) -> list[Node]:
        return [
            tuple(value if kept else None for value, kept in zip(cell, pattern, strict=True)) for pattern in patterns
        ]

    for batch in batches(selection, measure, cuts) if measure.people else [_in_cells(selection, measure, cuts)]:
        add(counts, batch, nodes_of)
    return counts


def _in_cells(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> Batch:
    """Return everything that is counted where nobody asks whose it is: the database groups it by cell alone. One
    statement.
    """
    batch = Batch()
    for *raw, number, total in _rows(selection, measure, cuts, by_person=False):
        cell = _cell(raw, cuts, selection)
        batch.rows[cell] += number
        batch.values[cell] += total or 0
    return batch


def add(counts: Counts, batch: Batch, nodes_of: Callable[[Cell], Collection[Node]]) -> None:
    """Add a batch to `counts`, each of its cells to the nodes that it is part of, and each person once to a node."""
    nodes = {cell: nodes_of(cell) for cell in batch.rows}
    for cell, number in batch.rows.items():
        for node in nodes[cell]:
            counts.rows[node] += number
            counts.values[node] += batch.values[cell]
    # A person of many cells is in many nodes, most of them several times: numbers are told apart faster than nodes.
    numbers = {
        node: place for place, node in enumerate(dict.fromkeys(node for some in nodes.values() for node in some))
    }
    places = {cell: [numbers[node] for node in some] for cell, some in nodes.items()}
    people = [0] * len(numbers)
    for cells, number in batch.people.items():
        for place in set[int]().union(*(places[cell] for cell in cells)):
            people[place] += number
    for node, place in numbers.items():
        if people[place]:
            counts.people[node] += people[place]


def batches(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> Iterator[Batch]:
    """Yield everything that is counted. The rows come in the order of people, so that each is in one batch, wherever
    they are counted. One statement.
    """
    batch, known = Batch(), dict[tuple[Any, ...], Cell]()
    for _person, rows in groupby(_rows(selection, measure, cuts, by_person=True), key=itemgetter(0)):
        cells = set()
        for row in rows:
            number, total = row[-2:]
            cell = known.get(key := row[1:-2]) or known.setdefault(key, _cell(key, cuts, selection))
            cells.add(cell)
            batch.rows[cell] += number
            if total:
                batch.values[cell] += total
        batch.people[frozenset(cells)] += 1
        if len(batch.people) >= MOST_AT_ONCE:
            yield batch
            batch = Batch()
    yield batch


def _cell(raw: Sequence[object], cuts: Sequence[Cut], selection: Selection) -> Cell:
    return tuple(cut.key(value, selection) for cut, value in zip(cuts, raw, strict=True))


def _rows(selection: Selection, measure: Measure, cuts: Sequence[Cut], *, by_person: bool) -> Iterator[tuple[Any, ...]]:
    """Return values of the cuts, number of rows and sum of their values; `by_person` with the person before them, in
    the order of people.
    """
    figure, over, who = measure.figure, measure.over, "learner"
    rows = selection.enrolments() if over is None else selection.over(over)
    columns = [cut.column for cut in cuts]
    if over is not None and over.source.enrolment:
        path = f"{over.source.enrolment}__"
        columns, who = [f"{path}{column}" for column in columns], f"{path}learner"
    elif over is not None:
        source = over.source
        columns = [source.paths.get(cut.slug) or f"{source.institution}__{cut.of_place}" for cut in cuts]
        who = source.person or "pk"
    persons = {"who": F(who)} if by_person else {}
    grouped = _grouped(rows, selection, figure, cuts, columns, persons)
    if over is None and figure.slug in STAYS:
        columns = [f"{cut.of_stay}{cut.column}" for cut in cuts]
        gone = _grouped(selection.stays(), selection, STAYS[figure.slug], cuts, columns, persons)
        grouped = grouped.union(gone, all=True)
    return grouped.order_by(*persons).iterator(chunk_size=5000)


def _grouped(
    rows: Any,
    selection: Selection,
    figure: Figure,
    cuts: Sequence[Cut],
    columns: Sequence[str],
    persons: Mapping[str, Combinable],
) -> Any:
    dated = figure.dated
    within = selection.period(dated, by_day=figure.by_day)
    rows = rows.filter(figure.condition & within, **{f"{dated}__isnull": False}).order_by()
    keys = {
        f"cut{at}": cut.expression(column, dated, None if figure.by_day else selection.zone)
        for at, (cut, column) in enumerate(zip(cuts, columns, strict=True))
    }
    total: Any = Sum(figure.value, output_field=FloatField()) if figure.value else Value(0.0)
    rows = rows.annotate(**persons, **keys).values(*persons, *keys).annotate(number=Count("*"), total=total)
    return rows.values_list(*persons, *keys, "number", "total")
