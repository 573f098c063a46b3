"""Masks: which numbers of people are shown to somebody outside the institution, of all tables together. Pure.

Published is one chain: places (a tree, as far as it is deep), below each of them years, then sexes, then the values of
one more division. Whatever a table or a filter asks is a sum of its nodes, and is shown where all of these are. Each
step hides small nodes, and what would tell them, in what the steps before it show:

- of the places, so many beside a small one that their sum tells nothing (`_Places`);
- of the values of each division, rectangles of places by values (`rectangles`);
- whatever is below a hidden node.

Nothing follows from all shown numbers together, by whichever of the last divisions: people of a rectangle may change
their places among themselves, with all else that is known of them, or that one last division, and every shown number
stays. `tests/reporting/test_masks.py` attacks with linear programmes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from lms.foundation.plugins.report import FEWEST

from .rectangles import EVERY, NONE, Hidden, Place, Row, of_line, of_one

Values = tuple[str, ...]
Node = tuple[Place, Values]
"""A place (the whole is empty) and the values of the first divisions."""


class People:
    """Distinct people by node: how many have which values of the next division."""

    def __init__(self, divisions: int) -> None:
        self.divisions = divisions
        self.values: dict[Node, Counter[frozenset[str]]] = defaultdict(Counter)
        self.below: dict[Node, set[Place]] = defaultdict(set)
        self._in_one_cell: Counter[Node] = Counter()

    def add(self, cells: Collection[Node], number: int = 1) -> None:
        """Count a `number` of people who are in the same finest `cells`."""
        if len(cells) == 1:
            self._in_one_cell[next(iter(cells))] += number
            return
        found: dict[Node, set[str]] = defaultdict(set)
        for place, values in cells:
            following = (*values, "")
            for depth in range(self.divisions + 1):
                first = values[:depth]
                for level in range(len(place) + 1):
                    found[place[:level], first].add(following[depth])
                    if level:
                        self.below[place[: level - 1], first].add(place[:level])
        for node, seen in found.items():
            self.values[node][frozenset(seen)] += number

    def sum_up(self) -> None:
        """Add those who are in one cell, whose numbers are sums, to the nodes above it: they are by far the most."""
        layer, self._in_one_cell = self._in_one_cell, Counter()
        for depth in range(self.divisions, -1, -1):
            shorter: Counter[Node] = Counter()
            for (place, values), number in self._with_places_above(layer).items():
                if depth == self.divisions:
                    self.values[place, values][frozenset(("",))] += number
                if depth:
                    self.values[place, values[:-1]][frozenset(values[-1:])] += number
            for (place, values), number in layer.items():
                shorter[place, values[:-1]] += number
            layer = shorter

    def _with_places_above(self, layer: Counter[Node]) -> Counter[Node]:
        every = Counter(layer)
        while layer:
            above: Counter[Node] = Counter()
            for (place, values), number in layer.items():
                if place:
                    above[place[:-1], values] += number
                    self.below[place[:-1], values].add(place)
            every.update(above)
            layer = above
        return every

    def number(self, place: Place) -> int:
        return self.values[place, ()].total() if (place, ()) in self.values else 0

    def places(self, place: Place, values: Values = ()) -> list[Place]:
        """Return the places below one, in order."""
        return sorted(self.below.get((place, values), ()))


class Mask:
    """The nodes of `people` that are shown, and at each the values of the next division that are not."""

    def __init__(self, people: People) -> None:
        self.people = people
        people.sum_up()
        self.shown: set[Node] = {(place, ()) for place in shown_places(people)}
        self.hidden: dict[Node, Hidden] = {}
        self._divide(())

    def shows(self, place: Place, wanted: Sequence[str | None], values: Values = ()) -> bool:
        """Return whether the number of a place is shown that has the `wanted` values of the divisions after those of
        `values`; None stands for the sum over all.
        """
        node = place, values
        if node not in self.people.values:
            return True
        if node not in self.shown:
            return False
        if not any(one is not None for one in wanted):
            return True
        gone, rest = self.hidden[node], wanted[1:]
        if wanted[0] is None:
            each = NONE.union(*self.people.values[node])
            return not gone and all(self.shows(place, rest, (*values, value)) for value in each)
        return not gone & {wanted[0], EVERY} and self.shows(place, rest, (*values, wanted[0]))

    def _divide(self, values: Values) -> None:
        """Hide values of the division after `values`, at each place, and of those after it."""
        root: Node = (), values
        if len(values) == self.people.divisions or root not in self.shown:
            return
        whole = Row([self.people.values[root]])
        self.hidden[root] = of_one(whole)
        self._below((), values)
        for value in whole.each:
            self._show((), values, value)
            self._divide((*values, value))

    def _below(self, place: Place, values: Values) -> None:
        below = self.people.places(place, values)
        shown = [one for one in below if (one, values) in self.shown]
        rows = {one: Row([self.people.values[one, values]]) for one in shown}
        if len(shown) < len(below):  # known by subtraction
            rows[place] = Row(self.people.values[one, values] for one in below if one not in rows)
        gone = of_line(rows, self.hidden[place, values])
        for one in shown:
            self.hidden[one, values] = gone[one]
            self._below(one, values)

    def _show(self, place: Place, values: Values, value: str) -> None:
        if (place, values) in self.shown and not self.hidden[place, values] & {value, EVERY}:
            self.shown.add((place, (*values, value)))
            for one in self.people.places(place, (*values, value)):
                self._show(one, values, value)


def shown_places(people: People) -> set[Place]:
    """Return the places whose number of people is shown, of all years together."""
    places = _Places(people)
    return set() if places.is_small(()) else {(), *places.shown_below(())}


class _Places:
    """The tree of places. A place below which something is hidden holds the smallest number of people that those who
    see a dash at each of them would think of: one at each of the last places.
    """

    def __init__(self, people: People) -> None:
        self.people = people

    def is_small(self, place: Place) -> bool:
        """Return whether a place has few people, or so few more than it has parts that they would tell of these."""
        if self.people.number(place) < FEWEST:
            return True
        below = self.people.places(place)
        small = any(self.is_small(one) for one in below)
        return small and (len(below) < 2 or self._slack([place]) < FEWEST)

    def shown_below(self, place: Place) -> Iterable[Place]:
        below = sorted(self.people.places(place), key=lambda one: (self.people.number(one), one))
        gone = [one for one in below if self.is_small(one)]
        left = [one for one in below if one not in gone]
        while gone and left and (len(gone) < 2 or self._slack(gone) < FEWEST):
            gone.append(left.pop(0))
        for one in left:
            yield one
            yield from self.shown_below(one)

    def _slack(self, places: Iterable[Place]) -> int:
        return sum(self.people.number(one) - self._parts(one) for one in places)

    def _parts(self, place: Place) -> int:
        return sum(self._parts(one) for one in self.people.places(place)) or 1
