"""Where bars stand, and how days and months are cut. Without a database."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.reporting import chart, months
from lms.reporting.overview import quarters


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=24), st.booleans())
def test_bars_stay_inside_and_stand_on_one_another(parts, rtl):
    drawn = chart.draw([chart.Column("", "", "", pair) for pair in parts], rtl=rtl)
    for month, pair in zip(drawn, parts, strict=True):
        assert month.total == sum(pair)
        assert len(month.bars) == sum(1 for part in pair if part)
        for bar in month.bars:
            assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= chart.WIDTH
            assert chart.TOP - 0.1 <= float(bar.y) <= float(bar.y) + float(bar.height) <= chart.BASE + 0.1


def test_reads_from_right_to_left_where_the_reader_does():
    columns = [chart.Column(str(index), "", "", (1,)) for index in range(12)]
    plain, mirrored = chart.draw(columns), chart.draw(columns, rtl=True)
    assert [month.middle for month in plain] == [month.middle for month in mirrored][::-1]


def test_nothing_is_drawn_of_nothing():
    assert chart.draw([]) == []


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-48, 48))
def test_months_are_added_and_taken_away(day, count):
    month = months.first(day)
    assert months.add(months.add(month, count), -count) == month
    assert months.first(months.last(month)) == month


def test_a_quarter_is_compared_with_as_many_days_of_the_last():
    assert quarters(date(2026, 11, 24)) == ((date(2026, 10, 1), date(2026, 11, 24)), (date(2026, 7, 1), date(2026, 8, 24)))
    assert quarters(date(2026, 6, 30))[1] == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("language", "name"), [("en", "November 2026"), ("fr", "novembre 2026"), ("so", "Nofembar 2026"), ("am", "ኖቬምበር 2026")]
)
def test_months_are_named_in_the_reader_s_language(language, name):
    with translation.override(language):
        assert months.name(date(2026, 11, 1)) == name
