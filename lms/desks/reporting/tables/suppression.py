"""Suppression of small cells in a table that is published with its sums, so that sums do not tell them. Pure.

A cell is what a value of each division gives, a node that or a sum over some of them (None in their place). Hidden are
the nodes of 1 to 4 people, and as many beside them on each line (a node and those directly below it, in one division)
as it takes for nobody to work them out by subtraction. Zeros are shown and hide nothing.

For one table alone. Tables that are read together are hidden by `cross_tables.masks`.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from typing import Any

from lms.foundation.plugins.report import FEWEST

Node = tuple[str | None, ...]


def sums(cells: Mapping[tuple[str, ...], int]) -> dict[Node, int]:
    """Return the number of each node: the cells, and their sums over every choice of divisions."""
    found: dict[Node, int] = defaultdict(int)
    for cell, number in cells.items():
        for node in product(*((value, None) for value in cell)):
            found[node] += number
    return dict(found)


def hidden(people: Mapping[Node, int]) -> set[Node]:
    """Return the nodes that are not shown, of all for which `people` says of how many they are."""
    gone = {node for node, number in people.items() if 0 < number < FEWEST}
    lines = _lines(people)
    changed = True
    while changed:
        changed = False
        for top, below in lines:
            more = _more(top, below, people, gone)
            changed = changed or bool(more)
            gone |= more
    return gone


def hidden_groups(persons: Mapping[Any, int]) -> set[Any]:
    """Return the groups that are not shown, where groups are of so many `persons` and their sum is known."""
    if not any(0 < number < FEWEST for number in persons.values()):
        return set()
    gone = hidden({(None,): sum(persons.values())} | {(str(group),): number for group, number in persons.items()})
    return {group for group in persons if (str(group),) in gone}


def _lines(people: Mapping[Node, int]) -> list[tuple[Node, list[Node]]]:
    """Return each line: a sum that there is, and the nodes that it is the sum of in one division."""
    lines: dict[tuple[Node, int], list[Node]] = defaultdict(list)
    for node in people:
        for place, value in enumerate(node):
            if value is not None:
                lines[(*node[:place], None, *node[place + 1 :]), place].append(node)
    return [(top, below) for (top, _place), below in lines.items() if top in people]


def _more(top: Node, below: list[Node], people: Mapping[Node, int], gone: set[Node]) -> set[Node]:
    """Return what has to be hidden besides on one line: the smallest until enough are, and where none is left the sum.
    Where the sum is hidden, one below it at least.
    """
    away = [node for node in below if node in gone]
    if not away and top not in gone:
        return set()
    shown = sorted((node for node in below if node not in gone and people[node]), key=lambda node: _rank(node, people))
    more: set[Node] = set()
    while not _enough(away, people, sum_is_shown=top not in gone):
        if not shown:
            return more | {top}
        more.add(shown[0])
        away.append(shown.pop(0))
    return more


def _enough(away: list[Node], people: Mapping[Node, int], *, sum_is_shown: bool) -> bool:
    if not sum_is_shown:
        return bool(away)
    numbers = [people[node] for node in away]
    small = max((number for number in numbers if number < FEWEST), default=0)
    return len(numbers) > 1 and sum(numbers) - small >= FEWEST


def _rank(node: Node, people: Mapping[Node, int]) -> tuple[int, list[str]]:
    return people[node], [value or "" for value in node]
