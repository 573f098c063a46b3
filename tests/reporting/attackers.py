"""Attack on masked numbers: what each small cell can be at least and at most, given everything that is shown."""

from collections.abc import Iterable, Mapping
from itertools import product
from random import Random

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from lms.desks.reporting.cross_tables.masks import Mask, People

WIDTH = 5
PLACES = (
    ("KE", "Mlima", "One"),
    ("KE", "Mlima", "Two"),
    ("KE", "Pwani", "Pwani"),
    ("UG", "Ziwa", "Three"),
    ("UG", "Ziwa", "Four"),
)
SIZES = ((0, 1, 2, 3, 6, 9, 14), (0, 0, 0, 1, 2, 5), (0, 1, 3, 8, 20, 40), (0, 0, 0, 0, 1, 3), (2, 9, 9, 30))
YEARS, SEXES, LASTS = ("2025", "2026"), "FM", ("abc", "xy")
"""The values of two divisions of which a table has one."""


def world(seed: int) -> dict[tuple, int]:
    """How many people are in each place, year, sex, and value of both last divisions."""
    chance = Random(seed)
    sizes, often = chance.choice(SIZES), chance.choice((0.3, 0.6, 1))
    cells = product(PLACES, YEARS, SEXES, *LASTS)
    return {cell: chance.choice(sizes) if chance.random() < often else 0 for cell in cells}


def masks_of(cells: Mapping[tuple, int]) -> list[Mask]:
    """The masks of both last divisions."""
    found = []
    for last in range(len(LASTS)):
        people = People(3)
        for (place, year, sex, *values), number in cells.items():
            if number:
                people.add([(place, (year, sex, values[last]))], number)
        found.append(Mask(people))
    return found


def tables() -> list[tuple]:
    """Every cell of every table that may be asked: a place, year, sex or None, and which last division with its value
    or None.
    """
    places = sorted({place[:depth] for place in PLACES for depth in range(4)})
    lasts = [None, *((last, value) for last, values in enumerate(LASTS) for value in values)]
    return list(product(places, (None, *YEARS), (None, *SEXES), lasts))


def is_shown(masks: list[Mask], cell: tuple) -> bool:
    place, year, sex, last = cell
    return masks[last[0] if last else 0].shows(place, (year, sex, last[1] if last else None))


def members(cells: Iterable[tuple], cell: tuple) -> list[int]:
    """The numbers of those `cells` that a cell of a table is the sum of."""
    place, year, sex, last = cell
    return [
        at
        for at, (where, when, who, *values) in enumerate(cells)
        if where[: len(place)] == place
        and year in (None, when)
        and sex in (None, who)
        and (last is None or values[last[0]] == last[1])
    ]


def found_out(cells: Mapping[tuple, int], shown: Iterable[tuple], *, known: Iterable[tuple] = ()) -> list[tuple]:
    """The small cells of all tables of which `shown` ones tell that they lie in less than WIDTH, each with its number
    and its limits. Those `known` have somebody. Each solution is a witness for all of them.
    """
    numbers = numpy.array(list(cells.values()), float)
    parts = {cell: members(cells, cell) for cell in tables()}
    true = {cell: numbers[of].sum() for cell, of in parts.items()}
    equations, bounds = _sums(shown, parts, len(cells)), _sums(known, parts, len(cells))
    sums = [true[cell] for cell in shown]
    small = [cell for cell, number in true.items() if 0 < number < WIDTH]
    limits = {cell: (true[cell], true[cell]) for cell in small}
    found = []
    for cell in small:
        for sign in (1, -1):
            if limits[cell][1] - limits[cell][0] >= WIDTH:
                break
            cost = numpy.zeros(len(cells))
            cost[parts[cell]] = sign
            about = {"A_ub": -bounds, "b_ub": -numpy.ones(bounds.shape[0])} if bounds.shape[0] else {}
            answer = linprog(cost, A_eq=equations, b_eq=sums, bounds=(0, 1000), method="highs", **about)
            assert answer.status == 0, answer.message
            for one in small:
                value = answer.x[parts[one]].sum()
                limits[one] = (min(limits[one][0], value), max(limits[one][1], value))
        if limits[cell][1] - limits[cell][0] < WIDTH - 1e-6:
            found.append((cell, true[cell], limits[cell]))
    return found


def _sums(cells: Iterable[tuple], parts: Mapping[tuple, list[int]], width: int) -> csr_matrix:
    """A line for each of `cells`, which says of what it is the sum."""
    chosen = list(cells)
    at = [(row, column) for row, cell in enumerate(chosen) for column in parts[cell]]
    rows, columns = zip(*at, strict=True) if at else ((), ())
    return csr_matrix((numpy.ones(len(at)), (rows, columns)), shape=(len(chosen), width))
