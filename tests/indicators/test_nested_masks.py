"""What is hidden of the values of institutions cannot be worked out of values of those above, below and beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from random import Random

import numpy
import pytest
from scipy.optimize import linprog

from lms.desks.indicators.cells import Table
from lms.desks.indicators.counting.rules import Rules
from lms.desks.indicators.masks import mask_among

RULES = Rules("completed", "Officers", by=("sex", "agency"))
AGENCIES = ("police", "immigration", "customs")
CELLS = tuple(product("FM", AGENCIES))
ACADEMIES, DAYS, WIDTH = ("1/2/3/", "1/2/4/", "1/5/6/"), 2, 5
PLACES = ("1/", "1/2/", *ACADEMIES)
"""A region, one of its countries with two academies, and one academy of another country."""


@dataclass(frozen=True)
class Value:
    """A value that an institution sealed on a day."""

    place: str
    day: int
    by: tuple[str, ...]

    @property
    def nodes(self) -> list[tuple]:
        values = {"sex": (None, *"FM"), "agency": (None, *AGENCIES)}
        return list(product(*(values[by] for by in self.by)))

    def members(self, node) -> numpy.ndarray:
        """Return of each academy and cell whether it belongs to a node."""
        wanted = dict(zip(self.by, node, strict=True))
        cells = [wanted.get("sex") in (None, sex) and wanted.get("agency") in (None, agency) for sex, agency in CELLS]
        return numpy.array([[academy.startswith(self.place) and cell for cell in cells] for academy in ACADEMIES])


WHOLE = RULES.by


def world(seed: int) -> numpy.ndarray:
    """Return how many people each cell of each academy has, and how many more come on the second day."""
    chance = Random(seed)
    sizes = chance.choice(((0, 1, 3, 8, 20), (2, 9, 30), (0, 0, 1, 2, 6), (7, 9, 30)))
    more = chance.choice(((0, 0, 1, 2), (0, 3, 6), (0,)))
    return numpy.array(
        [[[chance.choice(some) for _cell in CELLS] for _academy in ACADEMIES] for some in (sizes, more)], dtype=float
    )


def values(seed: int) -> list[Value]:
    """Return the values of some institutions on each day, in any order, most of them divided alike."""
    chance = Random(seed + 1000)
    found = []
    for day in range(DAYS):
        places = chance.sample(PLACES, chance.randint(2, len(PLACES)))
        found += [Value(place, day, chance.choice((WHOLE, WHOLE, WHOLE, ("sex",), ("agency",)))) for place in places]
    return found


def table_of(people, value: Value) -> Table:
    table = Table(replace(RULES, by=value.by))
    places = [academy.startswith(value.place) for academy in ACADEMIES]
    for number, (sex, agency) in zip(people[: value.day + 1].sum(axis=0)[places].sum(axis=0), CELLS, strict=True):
        cell = tuple({"sex": sex, "agency": agency}[by] for by in value.by)
        if number:
            table.above[cell] = table.above.get(cell, 0) + int(number)
            table.below[cell] = 0
            table.groups[0][frozenset({cell})] += int(number)
    return table


def masked(people, sealed: Sequence[Value]) -> list[set]:
    before = []
    for value in sealed:
        table = table_of(people, value)
        before.append((value.place, (table, mask_among(value.place, table, before))))
    return [mask for _place, (_table, mask) in before]


def each_by_itself(people, sealed: Sequence[Value]) -> list[set]:
    return [table_of(people, value).hidden for value in sealed]


def small_groups(people) -> Iterator[tuple[object, numpy.ndarray]]:
    """Yield the groups of fewer than five people of one or several academies, until a day or between both."""
    academies = chain.from_iterable(combinations(range(len(ACADEMIES)), number) for number in (1, 2, 3))
    for some, node, days in product(academies, Value("1/", 0, WHOLE).nodes, ((0,), (1,), (0, 1))):
        row = numpy.zeros_like(people)
        for day in days:
            row[day, list(some)] = Value("1/", 0, WHOLE).members(node)[list(some)]
        if 0 < (row * people).sum() < 5:
            yield (some, node, days), row.ravel()


def found_out(people, sealed: Sequence[Value], masks: Sequence[set]) -> list:
    """Return the small groups of which everything that is shown tells that they lie in less than WIDTH."""
    known = []
    for value, gone in zip(sealed, masks, strict=True):
        whole = (None,) * len(value.by)
        divided = table_of(people, value).nodes - gone - {whole}
        for node in value.nodes if divided else [whole]:
            if node not in gone:
                row = numpy.zeros_like(people)
                row[: value.day + 1] = value.members(node)
                known.append(row.ravel())
    equations, true = numpy.array(known or [numpy.zeros(people.size)]), people.ravel()
    found = []
    for name, cost in small_groups(people):
        ends = [
            linprog(sign * cost, A_eq=equations, b_eq=equations @ true, bounds=(0, 1000), method="highs").x @ cost
            for sign in (1, -1)
        ]
        if ends[1] - ends[0] < WIDTH - 1e-6:
            found.append((name, ends))
    return found


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.sweep) for seed in range(6, 60))])
def test_no_small_group_follows_from_the_values_of_several_institutions(seed):
    people, sealed = world(seed), values(seed)
    assert found_out(people, sealed, masked(people, sealed)) == []


def test_the_attack_finds_what_values_tell_that_are_hidden_each_by_itself():
    """Planted."""
    worlds = [(world(seed), values(seed)) for seed in range(4)]
    assert any(found_out(people, sealed, each_by_itself(people, sealed)) for people, sealed in worlds)
