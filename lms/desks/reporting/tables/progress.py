"""Report of progress over time: by month what was assigned, started and completed, and the share completed by then."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.foundation.interface.charts import NARROW, WIDTH, Straight, straight
from lms.foundation.plugins.report import Column, Report, Row, reports

from ..filters import months
from ..filters.figures import HELD
from ..filters.selection import Selection
from .groups import Group, monthly
from .question import SelectionQuestion, SelectionReport
from .table import lines_url

IN_MONTH = ("assigned", "started", "completed")
LABELS = 12
"""Months that are named below the chart, at most."""


@dataclass(frozen=True)
class Rates:
    """The chart of shares by month, once more for a phone, and in words."""

    drawing: Straight
    narrow: Straight
    words: str


class ProgressQuestion(SelectionQuestion):
    """The months of the period, in which enrolments of any time before count."""

    is_drawn = False

    def __init__(self, report: Report, selection: Selection) -> None:
        super().__init__(report, selection, report.name)
        self.notes = [
            _(
                "The share is of all enrolments up to the end of the month for which the institution is responsible "
                "today."
            )
        ]

    @property
    def columns(self) -> list[Column]:
        figures = self.selection.figures
        return [
            Column("month", _("Month")),
            *(Column(slug, figures[slug].label, "number") for slug in IN_MONTH),
            Column("done", _("Completed by then"), "number"),
            Column("share", _("Share completed"), "percent"),
        ]

    @cached_property
    def _months(self) -> list[tuple[date, Row]]:
        """The months with their rows. Two statements at most for each day that counts, and one with sums."""
        selection = self.selection
        figures = [*(selection.figures[slug] for slug in IN_MONTH), HELD]
        whole = replace(selection, filters=replace(selection.filters, start=None))
        by_then, held, done = dict[date, tuple[int, int]](), 0, 0
        for group in (ever := monthly(whole, figures)):
            held, done = held + group.counts[HELD.slug], done + group.counts["completed"]
            if group.month:
                by_then[group.month] = held, done
        shown = monthly(selection, figures) if selection.filters.start else ever
        return [(group.month, self._row(group, *by_then[group.month])) for group in shown if group.month]

    def _row(self, group: Group, held: int, done: int) -> Row:
        cells: dict[str, Any] = {slug: group.counts[slug] for slug in IN_MONTH}
        opens = {slug: lines_url(self.selection, slug, **group.narrows) for slug in IN_MONTH if cells[slug]}
        if done:
            opens["done"] = lines_url(self.selection, "completed", **{**group.narrows, "from": ""})
        return Row({"month": group.label, **cells, "done": done, "share": done / held if held else None}, opens=opens)

    def rows(self) -> list[Row]:
        return [row for _month, row in self._months]

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        return {**super().context(page, rows), "rates": rates_of(self._months)}


def rates_of(by_month: Sequence[tuple[date, Row]]) -> Rates | None:
    """Return the chart; None where fewer than two months have a share."""
    shares = [(place, row.cells["share"]) for place, (_month, row) in enumerate(by_month)]
    known = [(float(place), 100 * share) for place, share in shares if share is not None]
    if len(known) < 2:
        return None
    every = -(-len(by_month) // LABELS)
    named = [(float(place), months.short(month)) for place, (month, _row) in enumerate(by_month)][::every]
    drawing, narrow = (
        straight([known], len(by_month) - 1, named, rtl=get_language_bidi(), wide=wide) for wide in (WIDTH, NARROW)
    )
    (first, one), (final, other) = (by_month[int(known[end][0])] for end in (0, -1))
    said = _("%(before)s completed by the end of %(first)s, %(after)s by the end of %(last)s.") % {
        "before": words.percent(one.cells["share"]),
        "after": words.percent(other.cells["share"]),
        "first": months.name(first),
        "last": months.name(final),
    }
    return Rates(drawing, narrow, said)


@reports.register
class Progress(SelectionReport):
    slug = "progress"
    name = gettext_lazy("Progress over time")
    question = ProgressQuestion
