"""Rectangles that are not shown of a table of places by values, so that nobody finds a small group in it. Pure.

A line is the places below one, of which the sum is known, each with the number of its people by value. Its places are
joined to groups, and of each group some values are not shown. Of these its people may be any: they could change their
values among themselves, and no sum would be another one. Since each place and each value of a rectangle has five people
or more, what somebody works out of a number inside is at least five wide (after Fréchet: the smaller of the two sums
less what the others cannot hold).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lms.foundation.plugins.report import FEWEST

Place = tuple[str, ...]
Hidden = frozenset[str]
"""Values of a place that are not shown; with EVERY none is, nor whether anybody has it."""
EVERY, NONE = "*", Hidden()
CANDIDATES = 6
"""Places that are tried, of those with few and of others, where a group needs one more."""


class Row:
    """The people of one place by the set of values that they have: most have one, some have several."""

    def __init__(self, people: Iterable[Counter[frozenset[str]]]) -> None:
        self.each: Counter[str] = Counter()
        self.several: Counter[frozenset[str]] = Counter()
        self.total = 0
        for counted in people:
            for values, number in counted.items():
                self.total += number
                self.each.update(dict.fromkeys(values, number))
                if len(values) > 1:
                    self.several[values] += number

    def of(self, values: Hidden) -> int:
        """Return how many people have any of `values`."""
        twice = sum(number * max(0, len(several & values) - 1) for several, number in self.several.items())
        return sum(self.each[value] for value in values) - twice


def of_one(row: Row) -> Hidden:
    """Return the values that are not shown of a place whose people are known, and which has no others beside it.

    Those with few people, and the next smallest: each can be anything from one on, and is five wide.
    """
    ordered = sorted(row.each, key=lambda value: (row.each[value], value))
    gone = {value for value in ordered if row.each[value] < FEWEST}
    if not gone:
        return NONE
    for value in ordered:
        if len(gone) > 1 and row.of(frozenset(gone)) - len(gone) >= FEWEST:
            return frozenset(gone)
        gone.add(value)
    enough = len(gone) > 1 and row.of(frozenset(gone)) - len(gone) >= FEWEST
    return frozenset(gone) if enough else frozenset({EVERY, *gone})


def of_line(rows: Mapping[Place, Row], above: Hidden) -> dict[Place, Hidden]:
    """Return the values that are not shown of each place of a line, of whose sum those `above` are not shown."""
    return _Line(rows, above).hidden()


@dataclass
class _Group:
    places: list[Place]
    gone: set[str] = field(default_factory=set)


class _Line:
    """A line while its groups are found. What is hidden above counts as one value, EVERY."""

    def __init__(self, rows: Mapping[Place, Row], above: Hidden) -> None:
        self.rows, self.above = rows, above
        values = {value for row in rows.values() for value in row.each}
        shown = set() if EVERY in above else values - above
        self.values: dict[str, Hidden] = {value: frozenset({value}) for value in shown}
        if above:
            self.values[EVERY] = above | values if EVERY in above else above
        self.numbers = {
            place: {name: row.of(values) for name, values in self.values.items()} for place, row in rows.items()
        }
        self.ordered = sorted(rows, key=lambda place: (rows[place].total, place))

    def hidden(self) -> dict[Place, Hidden]:
        groups: list[_Group] = []
        taken: set[Place] = set()
        for place in filter(self._has_few, self.ordered):
            if place not in taken:
                groups.append(self._grown(_Group([place]), groups, taken))
                taken.update(groups[-1].places)
        found = dict.fromkeys(self.rows, self.above)
        for group in groups:
            found |= dict.fromkeys(group.places, self.above.union(*(self.values[name] for name in group.gone)))
        return found

    def _has_few(self, place: Place) -> bool:
        return any(0 < number < FEWEST for number in self.numbers[place].values())

    def _grown(self, group: _Group, groups: list[_Group], taken: set[Place]) -> _Group:
        """Return `group` with as many places and values as it takes; others that it needs are taken out of `groups`."""
        while lacking := self._lacking(group):
            free = [place for place in self.ordered if place not in taken and place not in group.places]
            if free:
                group.places.append(self._best(lacking, group, free))
            else:
                other = groups.pop()
                group.places += other.places
                group.gone |= other.gone
        return group

    def _best(self, lacking: str, group: _Group, free: Collection[Place]) -> Place:
        """Return the place with which the group hides the least."""
        able = [place for place in free if self.numbers[place][lacking]] or list(free)
        few = [place for place in able if self._has_few(place)]
        tried = [*few[:CANDIDATES], *[place for place in able if place not in few][:CANDIDATES]]

        def cost(place: Place) -> tuple[bool, int]:
            tested = _Group([*group.places, place], set(group.gone))
            return bool(self._lacking(tested)), len(tested.gone)

        return min(tried, key=cost)

    def _lacking(self, group: _Group) -> str:
        """Add values to the group until each of its places is wide enough. Return one that has too few people in it, or
        needs another place; nothing where all is well.
        """
        while self._widened(group):
            pass
        for name in sorted(group.gone):
            if 0 < sum(self.numbers[place][name] for place in group.places) < FEWEST:
                return name
        return min(group.gone) if len(group.places) < 2 else ""

    def _widened(self, group: _Group) -> bool:
        before = len(group.gone)
        for place in group.places:
            numbers = self.numbers[place]
            group.gone |= {name for name, number in numbers.items() if 0 < number < FEWEST}
            inside = self.rows[place].of(NONE.union(*(self.values[name] for name in group.gone)))
            outside = sorted((number, name) for name, number in numbers.items() if number and name not in group.gone)
            if 0 < inside < FEWEST and outside:
                group.gone.add(outside[0][1])
        return len(group.gone) > before
