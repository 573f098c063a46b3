"""Where bars stand, and how days and months are cut. Without a database."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.reporting.charts import bar_chart, change_lines
from lms.desks.reporting.filters import months
from lms.desks.reporting.tables.overview import quarters

pytestmark = pytest.mark.once


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=24), st.booleans())
def test_bars_stay_inside_and_stand_on_one_another(parts, rtl):
    drawn = bar_chart.draw([bar_chart.Column("", "", "", pair) for pair in parts], rtl=rtl)
    for month, pair in zip(drawn, parts, strict=True):
        assert month.total == sum(pair)
        assert len(month.bars) == sum(1 for part in pair if part)
        for bar in month.bars:
            assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= bar_chart.WIDTH
            assert bar_chart.TOP - 0.1 <= float(bar.y) <= float(bar.y) + float(bar.height) <= bar_chart.BASE + 0.1


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.none() | st.integers(0, 9000)), min_size=1),
    st.booleans(),
)
def test_on_a_phone_each_month_lies_on_a_line_of_its_own_with_its_name_and_number(months, rtl):
    columns = [bar_chart.Column("", "", "", pair, before) for *pair, before in months]
    lying = zip(bar_chart.draw_lying(columns, rtl=rtl), months, strict=True)
    for place, (month, (women, men, before)) in enumerate(lying):
        assert (month.total, month.top) == (women + men, place * bar_chart.ROW)
        assert [bar.series for bar in month.bars] == [number for number, part in ((1, women), (2, men)) if part]
        ends = [edge for bar in month.bars for edge in (float(bar.x), float(bar.x) + float(bar.width))]
        ends += [float(month.mark)] if before is not None else []
        inner, outer = bar_chart.NAMES, bar_chart.NARROW - bar_chart.TOTALS
        drawn = [bar_chart.NARROW - end if rtl else end for end in ends]
        assert all(inner - 0.2 <= end <= outer + 0.2 for end in drawn)
        total = bar_chart.NARROW - float(month.total_at) if rtl else float(month.total_at)
        assert all(end < total for end in drawn) and total <= outer + 6.2
        assert bool(month.mark) == (before is not None)


def test_reads_from_right_to_left_where_the_reader_does():
    columns = [bar_chart.Column(str(index), "", "", (1,)) for index in range(12)]
    plain, mirrored = bar_chart.draw(columns), bar_chart.draw(columns, rtl=True)
    assert [float(month.middle) for month in mirrored] == pytest.approx(
        [bar_chart.WIDTH - float(month.middle) for month in plain]
    )


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=24), st.booleans())
def test_bars_fill_the_width_beside_the_numbers_of_the_grid(totals, rtl):
    drawn = bar_chart.draw([bar_chart.Column("", "", "", (total,)) for total in totals], rtl=rtl)
    slot = (bar_chart.WIDTH - bar_chart.START) / len(totals)
    places = sorted(float(month.middle) for month in drawn)
    edges = (places[0] - slot / 2, places[-1] + slot / 2)
    assert edges == pytest.approx(
        (0, bar_chart.WIDTH - bar_chart.START) if rtl else (bar_chart.START, bar_chart.WIDTH), abs=0.2
    )


@given(st.integers(0, 10**6))
def test_a_grid_has_few_round_numbers_and_reaches_above_the_highest(highest):
    numbers = bar_chart.steps(highest)
    assert numbers[0] == 0 and 2 <= len(numbers) <= 6
    step = numbers[1]
    assert numbers == [step * index for index in range(len(numbers))] and str(step).strip("0") in ("1", "2", "5")
    assert numbers[-1] >= highest > numbers[-2] or highest == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 900)), min_size=1, max_size=24))
def test_the_mark_of_the_compared_month_stands_at_its_height(months):
    columns = [bar_chart.Column("", "", "", (now,), before) for now, before in months]
    for month, (now, before) in zip(bar_chart.draw(columns), months, strict=True):
        y = float(month.mark.y)
        assert bar_chart.TOP - 0.1 <= y <= bar_chart.BASE
        if now and before:
            height = bar_chart.BASE - float(month.bars[0].y)
            # Both heights are rounded to a tenth, the second by as much as it is higher.
            expected = height * before / now
            assert bar_chart.BASE - y == pytest.approx(expected, abs=0.1 * (1 + before / now))
    assert bar_chart.draw([bar_chart.Column("", "", "", (1,))])[0].mark is None


def test_a_change_is_drawn_from_before_to_after_with_its_interval():
    rows = [change_lines.ChangeFigures("a", "", 0.25, 0.75, 0.4, 0.6), change_lines.ChangeFigures("b", "", 0.5, 0.5)]
    first, second = change_lines.lines(rows)
    assert (first.before, first.after) == ("25.0%", "75.0%")
    assert (first.low, first.high) == ("65.0%", "85.0%"), "25 and 40 are 65 per cent"
    assert (second.low, second.high) == ("", "")


def test_a_change_stays_inside():
    [line] = change_lines.lines([change_lines.ChangeFigures("a", "", 0.9, 1.0, -1.05, 0.4)])
    assert (line.low, line.high) == ("0.0%", "100.0%")


def test_the_longest_bar_fills_the_width_and_nothing_is_divided_by_nought():
    bars = bar_chart.draw_horizontal([("Hotline", 8, "8"), ("Radio", 2, "2"), ("Letter", 0, "0")])
    assert [bar.width for bar in bars] == ["100.0%", "25.0%", "0.0%"]
    assert bar_chart.draw_horizontal([("Hotline", 0, "0")])[0].width == "0.0%"
    assert bar_chart.draw_horizontal([]) == []


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-48, 48))
def test_months_are_added_and_taken_away(day, count):
    month = months.first(day)
    assert months.add(months.add(month, count), -count) == month
    assert months.first(months.last(month)) == month


def test_a_quarter_is_compared_with_as_many_days_of_the_last():
    assert quarters(date(2026, 11, 24)) == (
        (date(2026, 10, 1), date(2026, 11, 24)),
        (date(2026, 7, 1), date(2026, 8, 24)),
    )
    assert quarters(date(2026, 6, 30))[1] == (date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "November 2026"), ("fr", "novembre 2026"), ("so", "Nofembar 2026"), ("am", "ኖቬምበር 2026")],
)
def test_months_are_named_in_the_reader_s_language(language, name):
    with translation.override(language):
        assert months.name(date(2026, 11, 1)) == name
