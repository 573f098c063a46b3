"""Masks of sealed values: the figures that nobody outside the institution sees, of each value by itself and of those
that were sealed before it, so that no difference between two of them tells of few people.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.cache import cache

from lms.desks.reporting.tables.suppression import Node

from .cells import Group, Table, hidden_nodes, tables_of
from .counting.rules import Rules
from .models import Indicator, Snapshot

Masks = dict[object, set[Node]]
KEPT = 7 * 24 * 60 * 60
"""Seconds for which a mask is kept. Neither a value nor those sealed before it change."""


def masks_of(snapshots: Iterable[Snapshot]) -> Masks:
    """Return the nodes of each value that are hidden. No statement where all are kept, else two or three."""
    wanted = [one.pk for one in snapshots]
    found = _kept(wanted)
    if len(found) == len(wanted):
        return found
    places = Indicator.objects.filter(definitions__snapshots__in=wanted).values("institution")
    rows = Snapshot.objects.filter(definition__indicator__institution__in=places)
    series = list(rows.select_related("definition__indicator").order_by("number"))
    found, tables = _kept(one.pk for one in series), tables_of(series)
    made = {}
    for at, one in enumerate(series):
        if one.pk not in found:
            before = [(tables[other.pk], found[other.pk]) for other in series[:at] if _is_comparable(one, other)]
            made[one.pk] = found[one.pk] = mask_of(tables[one.pk], before)
    cache.set_many({_name(key): [list(node) for node in nodes] for key, nodes in made.items()}, KEPT)
    return found


def mask_of(table: Table, before: Sequence[tuple[Table, set[Node]]]) -> set[Node]:
    """Return the nodes of `table` that are hidden where those `before` it were shown, each with its own mask. Pure.

    The whole is shown where it differs by enough people, or by none, from each that was shown before. Its divisions are
    where that holds of every node that was shown when they last were; else the whole stands alone. A node that was
    hidden stays so. What is known is then of groups of people who came between two such days, and of each group as much
    as one table shows: nothing of one group follows from the others.
    """
    whole: Node = (None,) * len(table.rules.by)
    shown = [(earlier, mask) for earlier, mask in before if (None,) * len(earlier.rules.by) not in mask]
    if whole in table.hidden or any(hidden_nodes([()], 0, _more_than(table, earlier, 0)) for earlier, _mask in shown):
        return table.nodes
    alike = [(earlier, mask) for earlier, mask in shown if earlier.rules.by == table.rules.by]
    divided = [(earlier, mask) for earlier, mask in alike if earlier.nodes - mask - {whole}]
    if not divided:
        return table.hidden
    last, gone = divided[-1]
    told = hidden_nodes(table.nodes | last.nodes, len(whole), _more_than(table, last, len(whole)))
    return table.nodes - {whole} if told - gone else table.hidden | gone


def _more_than(table: Table, earlier: Table, divisions: int) -> Iterator[Group]:
    """Yield by how many people, and by how much, a value differs from an earlier one, in its first `divisions`."""
    for mine, before in zip(_counts(table, divisions), _counts(earlier, divisions), strict=True):
        differences = {cell: abs(mine[cell] - before[cell]) for cell in mine.keys() | before.keys()}
        yield Counter({frozenset({cell}): number for cell, number in differences.items() if number})


def _counts(table: Table, divisions: int) -> Iterator[Counter[tuple[str, ...]]]:
    numbers = ({frozenset({cell}): number for cell, number in part.items()} for part in (table.above, table.below))
    for group in (*table.groups, *numbers):
        found: Counter[tuple[str, ...]] = Counter()
        for cells, number in group.items():
            for cell in {cell[:divisions] for cell in cells}:
                found[cell] += number
        yield found


def _is_comparable(one: Snapshot, other: Snapshot) -> bool:
    """Return whether all whom one of two values counts could be among those whom the other one does."""
    mine, theirs = one.definition.rules, other.definition.rules
    same = one.definition.indicator.institution_id == other.definition.indicator.institution_id
    overlap = mine.since(one.as_of) <= other.as_of and theirs.since(other.as_of) <= one.as_of
    return same and overlap and mine.kind == theirs.kind and _is_nested(mine, theirs)


def _is_nested(mine: Rules, theirs: Rules) -> bool:
    pairs: list[tuple[tuple[Any, ...], tuple[Any, ...]]] = [
        (mine.courses, theirs.courses),
        (mine.agencies, theirs.agencies),
        (mine.pairs, theirs.pairs),
    ]
    return all(not a or not b or set(a) <= set(b) or set(a) >= set(b) for a, b in pairs)


def _name(key: object) -> str:
    return f"indicators-mask-1-{key}"


def _kept(keys: Iterable[object]) -> Masks:
    names = {_name(key): key for key in keys}
    return {names[name]: {tuple(node) for node in nodes} for name, nodes in cache.get_many(names).items()}
