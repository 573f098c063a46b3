"""What is hidden cannot be worked out of all tables together, and as much as may be stays readable."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.desks.reporting.cross_tables.masks import Mask, People
from lms.desks.reporting.cross_tables.rectangles import EVERY
from lms.desks.reporting.tables.suppression import hidden, sums

from .attackers import LASTS, PLACES, SEXES, YEARS, found_out, is_shown, masks_of, members, tables, world


def numbers(cells) -> dict[tuple, int]:
    every = list(cells.values())
    return {cell: sum(every[at] for at in members(cell)) for cell in tables()}


def withstands(seed: int) -> None:
    cells = world(seed)
    masks, true = masks_of(cells), numbers(world(seed))
    shown = [cell for cell in tables() if is_shown(masks, cell)]
    assert not [cell for cell in shown if 0 < true[cell] < 5]
    assert found_out(cells, shown, known=seen_by_their_dash(masks, true)) == []


def seen_by_their_dash(masks, true) -> list[tuple]:
    """Cells of which a dash tells that somebody is there: places, which stand in a table for that, and values of the
    whole where others are shown as zero.
    """
    places = [cell for cell, number in true.items() if number and cell[0] and cell[1:] == (None, None, None)]
    whole = []
    for last, mask in enumerate(masks):
        for (place, values), gone in mask.hidden.items():
            if not place and EVERY not in gone:
                asked = [(*values, value) for value in gone]
                whole += [(*one, *(None,) * (3 - len(one)), last) for one in asked]
    return [*places, *(((), year, sex, (at, value) if value else None) for year, sex, value, at in whole)]


@pytest.mark.parametrize("seed", range(8))
def test_no_small_cell_follows_from_all_tables_together(seed):
    withstands(seed)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(8, 308))
def test_no_small_cell_follows_in_hundreds_of_worlds(seed):
    withstands(seed)


def test_the_attack_finds_what_rules_for_each_table_alone_leave():
    """Planted: each table is hidden by itself, by the rules of one lattice."""
    found = 0
    for seed in range(4):
        cells = world(seed)
        gone = {last: hidden(_lattice(cells, last)) for last in range(len(LASTS))}
        shown = [cell for cell in tables() if _node(cell) not in gone[cell[3][0] if cell[3] else 0]]
        found += len(found_out(cells, shown))
    assert found > 0


def test_the_attack_finds_one_number_too_many():
    """Planted: one cell of a rectangle is shown besides."""
    cells = world(6)
    masks, true = masks_of(cells), numbers(cells)
    shown = [cell for cell in tables() if is_shown(masks, cell)]
    more = [cell for cell in tables() if cell not in shown and true[cell] >= 5]
    assert any(found_out(cells, [*shown, cell]) for cell in more[:25])


def _node(cell) -> tuple:
    place, year, sex, last = cell
    return (*(*place, None, None, None)[:3], year, sex, last[1] if last else None)


def _lattice(cells, last) -> dict:
    every = {}
    for (place, year, sex, *values), number in cells.items():
        every[*place, year, sex, values[last]] = every.get((*place, year, sex, values[last]), 0) + number
    return sums(every)


def test_a_dash_does_not_say_that_there_is_anybody():
    """Of the values that are hidden at a place those that nobody has are hidden too."""
    people = People(1)
    for place, value, number in (("A", "x", 3), ("A", "y", 20), ("B", "x", 9), ("B", "y", 30), ("C", "z", 40)):
        people.add([((place,), (value,))], number)
    mask = Mask(people)
    gone = {(place, value) for place, value in product("ABC", "xyz") if not mask.shows((place,), (value,))}
    assert gone == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}
    people = People(1)
    people.add([(("A",), ("x",))], 4)
    people.add([(("A",), ("y",))], 2)
    assert not any(Mask(people).shows(("A",), (value,)) for value in "xyz")
    assert Mask(people).shows(("A",), (None,))


def test_a_person_in_many_cells_is_one_person():
    people = People(1)
    people.add([(("A",), (value,)) for value in "abcdefgh"])
    assert Mask(people).shown == set()
    people.add([(("A",), ("z",))], 30)
    mask = Mask(people)
    assert mask.shows(("A",), (None,))
    assert not any(mask.shows(("A",), (value,)) for value in "abcdefghz")


def test_one_small_place_hides_another_one():
    people = People(0)
    for place, number in (("A", 3), ("B", 9), ("C", 40)):
        people.add([((place,), ())], number)
    mask = Mask(people)
    assert [mask.shows((place,), ()) for place in "ABC"] == [False, False, True]
    assert mask.shows((), ())


PERSON = st.lists(
    st.tuples(st.sampled_from(PLACES), st.tuples(st.sampled_from(YEARS), st.sampled_from(SEXES))),
    min_size=1,
    max_size=3,
    unique=True,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(PERSON, st.integers(1, 12)), min_size=1, max_size=20))
def test_whatever_people_there_are_no_few_of_them_are_shown(groups):
    people = People(2)
    for cells, number in groups:
        people.add(cells, number)
    mask = Mask(people)
    for place, values in mask.shown:
        within = [
            number
            for cells, number in groups
            if any(where[: len(place)] == place and what[: len(values)] == values for where, what in cells)
        ]
        assert sum(within) >= 5
        assert mask.shows(place, values + (None,) * (2 - len(values)))


@pytest.mark.parametrize("seed", [5, 6, 14])
def test_where_groups_are_large_all_stays_by_place_year_and_sex(seed):
    cells = world(seed)
    masks, true = masks_of(cells), numbers(cells)
    large = [cell for cell, number in true.items() if number >= 5]
    assert all(is_shown(masks, cell) for cell in large if cell[3] is None)
    assert sum(is_shown(masks, cell) for cell in large) >= len(large) / 2


def test_more_stays_readable_than_by_the_rules_of_one_table_of_everything():
    """Which hide what is safe together too, but for what the attack finds."""
    stay, would = 0, 0
    for seed in range(10):
        cells = world(seed)
        masks, true = masks_of(cells), numbers(cells)
        gone = [hidden(_lattice(cells, last)) for last in range(len(LASTS))]
        large = [cell for cell, number in true.items() if number >= 5]
        stay += sum(is_shown(masks, cell) for cell in large)
        would += sum(_node(cell) not in gone[cell[3][0] if cell[3] else 0] for cell in large)
    assert stay > 1.25 * would
