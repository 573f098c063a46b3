"""Reading and marking of an order. Pure.

An answer gives items places, from 1. It may be half-way: items without a place, or several at one. It is kept as it was
given, and what it leaves open earns nothing.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise


class NoPlace(ValueError):
    """Refusal: the response names an item or a place that does not exist."""


def places(data: Mapping[str, object], *, items: Sequence[str]) -> dict[str, int]:
    """Return the place of each item that has one, 1 for the first, in the order of `items`, from what a browser sent.

    Raises `NoPlace`.
    """
    if set(data) - set(items):
        raise NoPlace
    known = {str(place): place for place in range(1, len(items) + 1)}
    place_of_item = {}
    for item in items:
        match data.get(item, [""]):
            case [""]:
                continue
            case [str(value)] if value in known:
                place_of_item[item] = known[value]
            case _:
                raise NoPlace
    return place_of_item


def shared(response: Mapping[str, int]) -> set[int]:
    """Return the places that several items have."""
    taken = list(response.values())
    return {place for place in taken if taken.count(place) > 1}


def exact(right: Sequence[str], response: Mapping[str, int]) -> float:
    """Return 1 where every item is at its place, else 0: “all or nothing” of Moodle's ordering question
    (docs.moodle.org, “Ordering question type”), `match_correct` of QTI's `orderInteraction`.
    """
    return 1.0 if right and all(response.get(item) == place for place, item in enumerate(right, start=1)) else 0.0


def run(right: Sequence[str], response: Mapping[str, int]) -> float:
    """Return the length of the longest run over the number of items: a run is items at neighbouring places that follow
    each other without a gap in the right order too, wherever it begins. One item alone is no run and earns nothing.

    “Longest contiguous subset” of Moodle's ordering question (docs.moodle.org, “Ordering question type”, grading type),
    which leaves out subsets of one item too.
    """
    crowded = shared(response)
    standing = {place: right.index(item) for item, place in response.items() if item in right and place not in crowded}
    longest = length = 1
    for place, following in pairwise(range(1, len(right) + 1)):
        follows = place in standing and standing.get(following) == standing[place] + 1
        length = length + 1 if follows else 1
        longest = max(longest, length)
    return longest / len(right) if longest > 1 else 0.0


def in_order(right: Sequence[str], response: Mapping[str, int]) -> float:
    """Return the share of pairs of items that stand in the right order to each other: 1 for the right order, 0 for the
    reverse, ½ on average for a guess. With every item at a place of its own it is (1 + τ) / 2, for τ of M. G. Kendall,
    “A new measure of rank correlation”, Biometrika 30 (1938). A pair of which one has no place, or both have the same,
    is not in order.
    """
    pairs = list(combinations(right, 2))
    hits = sum(one in response and other in response and response[one] < response[other] for one, other in pairs)
    return hits / len(pairs) if pairs else 0.0


SCORINGS = {"exact": exact, "run": run, "pairwise": in_order}
