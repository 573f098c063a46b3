"""Attack on masked numbers: what each small cell can be at least and at most, given everything that is shown."""

from collections.abc import Iterable, Mapping
from functools import cache
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
CELLS = tuple(product(PLACES, YEARS, SEXES, *LASTS))


def world(seed: int) -> dict[tuple, int]:
    """How many people are in each place, year, sex, and value of both last divisions."""
    chance = Random(seed)
    sizes, often = chance.choice(SIZES), chance.choice((0.3, 0.6, 1))
    return {cell: chance.choice(sizes) if chance.random() < often else 0 for cell in CELLS}


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


@cache
def members(cell: tuple) -> list[int]:
    """Return the numbers of the `CELLS` that a cell of a table is the sum of."""
    place, year, sex, last = cell
    return [
        at
        for at, (where, when, who, *values) in enumerate(CELLS)
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
    small = [cell for cell in tables() if 0 < numbers[members(cell)].sum() < WIDTH]
    equations, bounds, wanted = _sums(shown), _sums(known), _sums(small)
    about = {"A_ub": -bounds, "b_ub": -numpy.ones(bounds.shape[0])} if bounds.shape[0] else {}
    witnesses = [wanted @ numbers]

    def open_ones() -> numpy.ndarray:
        return numpy.flatnonzero(numpy.ptp(witnesses, axis=0) < WIDTH - 1e-6)

    def ask(cost: numpy.ndarray) -> None:
        answer = linprog(cost, A_eq=equations, b_eq=equations @ numbers, bounds=(0, 1000), method="highs", **about)
        assert answer.status == 0, answer.message
        witnesses.append(wanted @ answer.x)

    # First many at once, which leaves few to ask one by one.
    chance = numpy.random.default_rng(0)
    for _round in range(6):
        if len(rows := open_ones()):
            ask(wanted[rows].T @ chance.choice((-1.0, 1.0), len(rows)))
    for row in open_ones():
        for sign in (1, -1):
            if row in open_ones():
                ask(sign * wanted[[row]].toarray()[0])
    true, least, most = witnesses[0], numpy.min(witnesses, axis=0), numpy.max(witnesses, axis=0)
    return [(small[row], true[row], (least[row], most[row])) for row in open_ones()]


def _sums(cells: Iterable[tuple]) -> csr_matrix:
    """A line for each of `cells`, which says of what it is the sum."""
    chosen = list(cells)
    at = [(row, column) for row, cell in enumerate(chosen) for column in members(cell)]
    rows, columns = zip(*at, strict=True) if at else ((), ())
    return csr_matrix((numpy.ones(len(at)), (rows, columns)), shape=(len(chosen), len(CELLS)))
