"""What is hidden of sealed values cannot be worked out of their totals, of files, or of several values together."""

from itertools import combinations, pairwise, product
from random import Random

import numpy
import pytest
from scipy.optimize import linprog

from lms.desks.indicators.cells import Table
from lms.desks.indicators.counting.rules import Rules
from lms.desks.indicators.masks import mask_of

BY = Rules("completed", "Officers", by=("sex", "agency"))
AGENCIES = ("police", "immigration", "customs")
CELLS = tuple(product("FM", AGENCIES))
NODES = list(product((None, *"FM"), (None, *AGENCIES)))
DAYS, WIDTH = 4, 5


def world(seed: int) -> list[numpy.ndarray]:
    """How many people each cell has by each of the days, on which more came."""
    chance = Random(seed)
    sizes = chance.choice(((0, 1, 3, 8, 20), (2, 9, 30), (0, 0, 1, 2, 6)))
    more = chance.choice(((0, 0, 1, 2), (0, 3, 6), (1, 7, 12)))
    days = [numpy.array([chance.choice(sizes) for _cell in CELLS])]
    while len(days) < DAYS:
        days.append(days[-1] + numpy.array([chance.choice(more) for _cell in CELLS]))
    return days


def table_of(day) -> Table:
    table = Table(BY)
    for cell, number in zip(CELLS, day.tolist(), strict=True):
        if number:
            table.above[cell], table.below[cell] = number, 0
            table.groups[0][frozenset({cell})] = number
    return table


def masked(days) -> list[set]:
    before: list[tuple[Table, set]] = []
    for day in days:
        table = table_of(day)
        before.append((table, mask_of(table, before)))
    return [mask for _table, mask in before]


def shown_of(days, masks) -> list[list]:
    return [[node for node in NODES if node not in gone] for gone in masks]


def members(node) -> numpy.ndarray:
    return numpy.array([all(part in (None, value) for part, value in zip(node, cell, strict=True)) for cell in CELLS])


def found_out(days, shown) -> list[tuple]:
    """Small groups, and small differences of two days, of which `shown` nodes of each day tell that they lie in
    less than WIDTH, each with its limits."""
    steps = [days[0], *(later - earlier for earlier, later in pairwise(days))]
    true = numpy.concatenate(steps)

    def line(node, first, last) -> numpy.ndarray:
        within = members(node).astype(float)
        return numpy.concatenate([within * (first <= step <= last) for step in range(DAYS)])

    known = [line(node, 0, day) for day in range(DAYS) for node in shown[day]]
    equations = numpy.array(known) if known else numpy.zeros((1, len(true)))
    groups = [(node, 0, day) for node in NODES for day in range(DAYS)]
    groups += [(node, first + 1, last) for node in NODES for first, last in combinations(range(DAYS), 2)]
    found = []
    for node, first, last in groups:
        cost = line(node, first, last)
        if not 0 < cost @ true < 5:
            continue
        ends = [
            linprog(sign * cost, A_eq=equations, b_eq=equations @ true, bounds=(0, 1000), method="highs").x @ cost
            for sign in (1, -1)
        ]
        if ends[1] - ends[0] < WIDTH - 1e-6:
            found.append((node, first, last, ends))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_no_small_group_follows_from_all_values_together(seed):
    days = world(seed)
    assert found_out(days, shown_of(days, masked(days))) == []


def test_the_attack_finds_what_values_tell_that_are_hidden_each_by_itself():
    """Planted."""
    found = 0
    for seed in range(6):
        days = world(seed)
        found += len(found_out(days, shown_of(days, [table_of(day).hidden for day in days])))
    assert found > 0


def test_what_grows_by_many_is_shown_again():
    days = [numpy.array([9, 9, 9, 9, 9, 9]) * times for times in (1, 1, 2, 3)]
    assert masked(days) == [set()] * 4
    few = days[1] + numpy.array([9, 9, 9, 9, 9, 2])
    alone, again = masked([*days[:2], few, days[3]])[2:]
    assert alone == table_of(few).nodes - {(None, None)} and again == set()


def test_a_group_that_was_hidden_stays_so():
    first = numpy.array([3, 9, 9, 9, 9, 9])
    later = first + 20
    assert ("F", "police") in masked([first, later])[1] and table_of(later).hidden == set()


def test_three_who_count_six_times_are_three():
    table = Table(BY)
    for agency in AGENCIES[:2]:
        table.above["F", agency], table.below["F", agency] = 3, 0
    table.groups[0][frozenset({("F", agency) for agency in AGENCIES[:2]})] = 3
    assert table.hidden == table.nodes
