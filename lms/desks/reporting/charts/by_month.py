"""The chart of the overview: what was completed in each month, and in the same month a year before."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.foundation.interface.tables.columns import number

from ..filters import months
from ..filters.selection import Selection
from ..tables.groups import Group, monthly
from . import bar_chart

DRAWN = 24
YEAR = 12


@dataclass(frozen=True)
class Chart:
    """The chart and its words."""

    months: list[bar_chart.DrawnColumn]
    lying: list[bar_chart.LyingColumn]
    grid: list[bar_chart.GridLine]
    description: str
    unstated: bool
    compared: bool
    cut: bool
    url: str
    edge: str
    mirrored: bool

    @property
    def low(self) -> int:
        """The height of the drawing for a phone."""
        return bar_chart.ROW * len(self.lying)


def completed_by_month(selection: Selection) -> Chart:
    """Return the completed of each month, women and men: the same rows as the table by month.

    One statement, and one for the year before.
    """
    figures = [selection.figures[slug] for slug in ("completed", "women", "men")]
    dated = [(group.month, group) for group in monthly(selection, figures) if group.month]
    shown = dated[-DRAWN:]
    before = _year_before(selection, shown[0][0]) if shown else {}
    columns = [_column(month, group, before, first=index == 0) for index, (month, group) in enumerate(shown)]
    url = f"{reverse('reports:completion')}?{selection.filters.query(by='month', only='', state='')}"
    unstated = any(len(column.parts) > 2 and column.parts[2] for column in columns)
    rtl = get_language_bidi()
    return Chart(
        bar_chart.draw(columns, rtl=rtl),
        bar_chart.draw_lying(columns, rtl=rtl),
        bar_chart.grid(columns),
        _description(columns, before),
        unstated,
        bool(before),
        len(shown) < len(dated),
        url,
        str(bar_chart.WIDTH if rtl else 0),
        rtl,
    )


def _year_before(selection: Selection, first: date) -> dict[date, int]:
    """Return the numbers of completions one year before the months shown, on the same days, each by the month beside
    which it stands.

    Of the same rows: those of the viewer that pass the filters. Nothing where nobody did.
    """
    asked = selection.filters
    start = max(_earlier(asked.start), months.add(first, -YEAR)) if asked.start else months.add(first, -YEAR)
    end = _earlier(min(asked.end or selection.today, selection.today))
    earlier = replace(selection, filters=replace(asked, start=start, end=end))
    year_before = monthly(earlier, [selection.figures["completed"]])
    counted = {months.add(group.month, YEAR): group.counts["completed"] for group in year_before if group.month}
    return counted if any(counted.values()) else {}


def _earlier(day: date) -> date:
    """Return the same day a year before; the last of February where there was no 29th."""
    month = months.add(day, -YEAR)
    return min(month + timedelta(days=day.day - 1), months.last(month))


def _column(month: date, group: Group, before: dict[date, int], *, first: bool) -> bar_chart.Column:
    counts = group.counts
    year = str(month.year) if first or month.month == 1 else ""
    parts = (counts["women"], counts["men"], counts["completed"] - counts["women"] - counts["men"])
    return bar_chart.Column(group.label, months.short(month), year, parts, before.get(month) or None)


def _description(columns: list[bar_chart.Column], before: dict[date, int]) -> str:
    """Return the description of the chart for people who hear it."""
    if not columns:
        return ""
    most = max(columns, key=lambda column: sum(column.parts))
    said = _("From %(first)s to %(last)s. Most in %(most)s: %(count)s, %(women)s of them women.") % {
        "first": columns[0].name,
        "last": columns[-1].name,
        "most": most.name,
        "count": number(sum(most.parts)),
        "women": number(most.parts[0]),
    }
    if not before:
        return said
    earlier = sum(column.compared or 0 for column in columns)
    compared = _("Together %(count)s, and %(before)s in the same months a year before.")
    now = sum(sum(column.parts) for column in columns)
    return f"{said} {compared % {'count': number(now), 'before': number(earlier)}}"
