"""Small cells of a published table cannot be worked out by subtraction; what is safe stays."""

from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lms.desks.reporting.tables.suppression import hidden, sums

TABLES = st.dictionaries(
    st.tuples(st.sampled_from("FM"), st.sampled_from(["police", "courts", "border"])), st.integers(0, 30), min_size=1
)


def worked_out(people, gone) -> dict:
    """The attacker: on each line of which one number is missing, that is what the others leave. Until nothing more."""
    known = {node: number for node, number in people.items() if node not in gone}
    lines = {}
    for node in people:
        for place, value in enumerate(node):
            if value is not None:
                lines.setdefault(((*node[:place], None, *node[place + 1 :]), place), []).append(node)
    found, more = {}, True
    while more:
        more = False
        for (top, _place), below in lines.items():
            missing = [node for node in (top, *below) if node not in known]
            if len(missing) == 1:
                (one,) = missing
                rest = sum(known[node] for node in below if node != one)
                number = rest if one == top else known[top] - rest
                known[one] = found[one] = number
                more = True
    return found


def test_nothing_is_hidden_where_every_cell_is_large():
    assert hidden(sums({("F",): 12, ("M",): 5})) == set()


def test_a_small_cell_takes_another_one_with_it():
    gone = hidden(sums({("F",): 3, ("M",): 8, ("",): 20}))
    assert gone == {("F",), ("M",)}


def test_where_nothing_is_left_to_hide_beside_it_the_sum_goes():
    assert hidden(sums({("F",): 3, ("M",): 0})) == {("F",), (None,)}


def test_zeros_are_shown():
    assert ("M",) not in hidden(sums({("F",): 3, ("M",): 0, ("",): 9}))


@given(TABLES)
def test_no_small_cell_is_shown_or_left_over_by_subtraction(cells):
    people = sums(cells)
    gone = hidden(people)
    assert {node for node, number in people.items() if 0 < number < 5} <= gone
    assert not any(0 < number < 5 for number in worked_out(people, gone).values())


def test_a_large_table_with_three_divisions_withstands_it_too():
    chance = Random(5)
    cells = {one: chance.choice((0, 1, 2, 7, 30)) for one in product("FM", map(str, range(12)), map(str, range(20)))}
    people = sums(cells)
    gone = hidden(people)
    assert not any(0 < number < 5 for number in worked_out(people, gone).values())
    assert len(gone) < len(people)
