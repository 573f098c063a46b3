"""A stepped line: within its chart, level between its steps, and a mirror of itself from right to left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.foundation.interface.charts import BASE, NARROW, START, TOP, WIDTH, stepped, steps, straight

pytestmark = pytest.mark.once

VALUES = some.lists(some.tuples(some.integers(0, 5000), some.integers(-50, 400)), min_size=1, max_size=20)


def corners(chart):
    return [tuple(map(float, pair.split(","))) for pair in chart.line.split()]


@given(values=VALUES, low=some.integers(-5, 5), more=some.integers(0, 9))
def test_a_line_stays_in_its_chart_and_goes_level_or_upright(values, low, more):
    values = [(0, values[0][1]), *sorted(values[1:], key=lambda value: value[0])]
    chart = stepped(values, 5000, unit=1440, low=low, high=low + more)
    found = corners(chart)
    assert all(START - 0.1 <= x <= WIDTH + 0.1 and TOP - 0.1 <= y <= BASE + 0.1 for x, y in found)
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(found))
    assert len(chart.points) == len(values) and [tick.number for tick in chart.ticks] == [1, 2, 3]
    assert chart.rules[0].number <= min(value for _, value in values)
    assert chart.rules[-1].number >= max(value for _, value in values)
    mirrored = stepped(values, 5000, unit=1440, low=low, high=low + more, rtl=True)
    assert [(round(WIDTH - x, 1), y) for x, y in found] == corners(mirrored)


def test_ticks_have_room_and_a_grid_has_round_numbers():
    assert [tick.number for tick in stepped([(0, 1)], 60 * 1440, unit=1440, low=0, high=5).ticks][:2] == [5, 10]
    assert (steps(0), steps(5), steps(7), steps(83)) == (
        [0, 1],
        [0, 1, 2, 3, 4, 5],
        [0, 2, 4, 6, 8],
        [0, 20, 40, 60, 80, 100],
    )


class TestStraight:
    def test_stands_between_the_grid_and_turns_round(self):
        values = [(0, 0.0), (5, 20.0), (11, 10.0)]
        (line, points), _empty = straight([values, []], 11).lines
        assert line == "48.0,196.0 440.7,24.0 912.0,110.0"
        assert [point.number for point in points] == [1, 2, 3]
        (mirrored, _points), _empty = straight([values, []], 11, rtl=True).lines
        assert mirrored == "912.0,196.0 519.3,24.0 48.0,110.0"

    def test_of_nothing_is_a_grid(self):
        found = straight([[]], 0)
        assert (found.lines, [rule.number for rule in found.rules]) == ((("", ()),), [0, 1])

    def test_is_drawn_for_a_phone_with_as_many_names_as_have_room(self):
        names = [(float(place), name) for place, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"])]
        wide, narrow = (straight([[(0, 1), (6, 2)]], 6, names, wide=wide) for wide in (WIDTH, NARROW))
        assert [name for _x, name in wide.names] == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"]
        assert [name for _x, name in narrow.names] == ["Jan", "Mar", "May", "Jul"]
        assert narrow.names[-1][0] == f"{NARROW - START:.1f}" == narrow.lines[0][1][-1].x
        assert [(rule.number, rule.share) for rule in narrow.rules] == [(0, 0), (1, 0.01), (2, 0.02)]
        edges = straight([[]], 9, [(0, "September 2026"), (9, "November 2026")], wide=NARROW, rtl=True)
        assert edges.names == (("257.0", "September 2026"), ("58.5", "November 2026"))  # whole within 0 to 320
        assert (edges.edge, edges.end) == ("320", "320")
