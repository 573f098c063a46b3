"""Masks of sealed values: the figures that nobody outside the institution sees, of each value by itself and beside
those that were sealed before it, here, above and below, so that no difference between them tells of few people.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.cache import cache

from lms.desks.reporting.tables.suppression import Node
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.models import User

from .cells import Group, Table, hidden_nodes, tables_of
from .counting.rules import COUNTRY, PLACE, Rules
from .models import Snapshot

Masks = dict[object, set[Node]]
Shown = tuple[Table, set[Node]]
"""A value, and its nodes that were not shown."""
KEPT = 7 * 24 * 60 * 60
"""Seconds for which a mask is kept. Neither a value nor those sealed before it change."""


def masks_of(snapshots: Iterable[Snapshot], viewer: User) -> Masks:
    """Return the nodes of each value that are hidden from `viewer`, who sees the values of an institution and of all
    below it. No statement where all are kept, else two or three.
    """
    wanted = {one.pk: one for one in snapshots}
    found = _kept(wanted, viewer)
    if len(found) == len(wanted):
        return found
    # Order all that the viewer may know by the time, up to the last that is asked for.
    last, kinds = max(one.number for one in wanted.values()), {one.definition.rules.kind for one in wanted.values()}
    rows = Snapshot.objects.visible_to(viewer, *REPORTING_ROLES).filter(number__lte=last).order_by("number")
    rows = rows.select_related("definition__indicator__institution")
    series = [one for one in rows if one.definition.rules.kind in kinds]
    found, made = _kept((one.pk for one in series), viewer), Masks()
    # Work out each that is not kept, after those before it.
    new = {at: one for at, one in enumerate(series) if one.pk not in found}
    before = {at: [other for other in series[:at] if _is_comparable(one, other)] for at, one in new.items()}
    tables = tables_of({row.pk: row for at, one in new.items() for row in (one, *before[at])}.values())
    for at, one in new.items():
        shown = [(_path(other), (tables[other.pk], found[other.pk])) for other in before[at]]
        made[one.pk] = found[one.pk] = mask_among(_path(one), tables[one.pk], shown)
    cache.set_many({_name(key, viewer): [list(node) for node in nodes] for key, nodes in made.items()}, KEPT)
    return found


def mask_among(path: str, table: Table, before: Sequence[tuple[str, Shown]]) -> set[Node]:
    """Return the nodes of `table` that are hidden, of the institution with this `path`, where comparable values were
    shown `before` it, each with the path of its own institution. Pure.

    Nothing is shown where a value of an institution above was: it counts the same people. One of fewer people, of an
    institution below, is compared as an earlier value is, alone and together with others.
    """
    chains: dict[str, list[Shown]] = {path: []}
    for place, shown in before:
        if _tells(shown) and _is_below(path, place):
            return table.nodes
        if place.startswith(path):
            chains.setdefault(place, []).append(shown)
    gone = mask_of(table, chains.pop(path))
    for chain in chains.values():
        gone = gone | mask_of(table, chain, is_whole=True)
    for parts in filter(None, _parts(chains)):
        gone = gone | mask_of(table, [_together(parts)], is_whole=True)
    return gone


def _parts(chains: Mapping[str, Sequence[Shown]]) -> Iterator[list[Shown]]:
    """Yield lists of the values that were shown last, of institutions of which none is part of another: those highest
    up, those highest up of which divisions were shown, and those furthest down.
    """
    last = {place: shown[-1] for place, chain in chains.items() if (shown := [one for one in chain if _tells(one)])}
    divided = {place: one for place, one in last.items() if _divides(one)}
    for some in (last, divided):
        yield [one for place, one in some.items() if not any(_is_below(place, other) for other in some)]
    yield [one for place, one in last.items() if not any(_is_below(other, place) for other in last)]


def _together(parts: Sequence[Shown]) -> Shown:
    """Return the value of several institutions together; its divisions where all of them have the same."""
    divisions = {table.rules.by for table, _mask in parts}
    by = divisions.pop() if len(divisions) == 1 else ()
    depth = len(by)
    whole = Table(replace(parts[0][0].rules, by=by))
    for table, _mask in parts:
        for mine, theirs in ((whole.above, table.above), (whole.below, table.below)):
            for cell, number in theirs.items():
                mine[cell[:depth]] = mine.get(cell[:depth], 0) + number
        for people, others in zip(whole.groups, table.groups, strict=True):
            for cells, number in others.items():
                people[frozenset(cell[:depth] for cell in cells)] += number
    return whole, set().union(*(mask for _table, mask in parts)) if by else set()


def mask_of(table: Table, before: Sequence[Shown], *, is_whole: bool = False) -> set[Node]:
    """Return the nodes of `table` that are hidden where those `before` it were shown, each with its own mask: of the
    same institution, or of a part of it where it `is_whole`. Pure.

    The whole is shown where it differs by enough people, or by none, from each that was shown before. Its divisions are
    where that holds of every node that was shown when they last were; else the whole stands alone. A node that was
    hidden stays so. What is known is then of groups of people who came between two such days, and of each group as much
    as one table shows: nothing of one group follows from the others.

    Where other divisions were shown that have one in common with these, or values of places by which it is divided, the
    whole stands alone.
    """
    whole: Node = (None,) * len(table.rules.by)
    shown = [one for one in before if _tells(one)]
    divided = [one for one in shown if _divides(one)]
    if whole in table.hidden or any(hidden_nodes([()], 0, _more_than(table, earlier, 0)) for earlier, _mask in shown):
        return table.nodes
    of_places = is_whole and bool(shown) and bool({PLACE, COUNTRY} & set(table.rules.by))
    if of_places or any(_shares_a_part(earlier.rules.by, table.rules.by) for earlier, _mask in divided):
        return table.nodes - {whole}
    alike = [one for one in divided if one[0].rules.by == table.rules.by]
    if not alike:
        return table.hidden
    last, gone = alike[-1]
    told = hidden_nodes(table.nodes | last.nodes, len(whole), _more_than(table, last, len(whole)))
    return table.nodes - {whole} if told - gone else table.hidden | gone


def _tells(one: Shown) -> bool:
    """Return whether the whole of a value was shown."""
    table, mask = one
    return (None,) * len(table.rules.by) not in mask


def _divides(one: Shown) -> bool:
    """Return whether a division of a value was shown."""
    table, mask = one
    return bool(table.nodes - mask - {(None,) * len(table.rules.by)})


def _shares_a_part(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether two lists of divisions differ and have one in common; a place lies in one country."""
    one, other = ({PLACE if by == COUNTRY else by for by in divisions} for divisions in (mine, theirs))
    return tuple(mine) != tuple(theirs) and bool(one & other)


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
    is_part = _path(one).startswith(_path(other)) or _path(other).startswith(_path(one))
    overlap = mine.since(one.as_of) <= other.as_of and theirs.since(other.as_of) <= one.as_of
    return is_part and overlap and mine.kind == theirs.kind and _is_nested(mine, theirs)


def _is_below(path: str, other: str) -> bool:
    """Return whether the institution with this `path` is part of the `other` one."""
    return path.startswith(other) and path != other


def _path(one: Snapshot) -> str:
    return str(one.definition.indicator.institution.path)


def _is_nested(mine: Rules, theirs: Rules) -> bool:
    pairs: list[tuple[tuple[Any, ...], tuple[Any, ...]]] = [
        (mine.courses, theirs.courses),
        (mine.agencies, theirs.agencies),
        (mine.pairs, theirs.pairs),
    ]
    return all(not a or not b or set(a) <= set(b) or set(a) >= set(b) for a, b in pairs)


def _name(key: object, viewer: User) -> str:
    return f"indicators-mask-2-{viewer.pk}-{key}"


def _kept(keys: Iterable[object], viewer: User) -> Masks:
    names = {_name(key, viewer): key for key in keys}
    return {names[name]: {tuple(node) for node in nodes} for name, nodes in cache.get_many(names).items()}
