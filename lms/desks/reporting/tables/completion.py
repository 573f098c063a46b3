"""The completion report: how many were assigned, started, completed, are overdue and certified,
by whatever is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.tables.columns import number
from lms.foundation.plugins.report import FEWEST, Column, Report, Row, reports

from ..exports.file_description import FileDescription
from ..filters.figures import ARRIVED, FINISHED, HELD, LEFT
from ..filters.forms import GROUPS
from ..filters.selection import Selection
from .groups import Group, groups
from .overview import Note
from .question import SelectionQuestion, SelectionReport
from .table import Link, lines_url, linker

CAPTIONS = {
    "institution": _("Completion by institution"),
    "course": _("Completion by course"),
    "cohort": _("Completion by cohort"),
    "sex": _("Completion by sex"),
    "rank": _("Completion by rank band"),
    "month": _("Completion by month"),
}


class CompletionQuestion(SelectionQuestion):
    """The report by whatever is asked, with every figure."""

    after: tuple[str, ...] = ("by",)
    last: tuple[str, ...] = ("only",)
    is_drawn = False

    def __init__(self, report: Report, selection: Selection) -> None:
        super().__init__(report, selection, CAPTIONS[selection.filters.by])

    @cached_property
    def _leads(self) -> Link:
        return linker(self.selection)

    def link(self, row: Row, column: Column) -> str:
        return self._leads(row, column)

    @property
    def columns(self) -> list[Column]:
        """The columns that the rows need: those of transfers are left out where no learner was transferred."""
        rows, selection = self.every, self.selection
        hidden = {slug for slug in (ARRIVED, LEFT) if not any(row.cells[slug] for row in rows)}
        over = [one.figure for one in selection.sourced if rows and one.figure.slug in rows[0].cells]
        return [
            Column("group", GROUPS[selection.filters.by]),
            *(
                Column(slug, figure.label, "number", opens=slug)
                for slug, figure in selection.figures.items()
                if slug not in hidden
            ),
            *(Column(figure.slug, figure.label, "number") for figure in over),
            Column("rate", _("Completion rate"), "percent"),
        ]

    @cached_property
    def every(self) -> list[Row]:
        """The rows of all pages, counted once."""
        only = self.selection.filters.only
        every = [row_of(group) for group in groups(self.selection) if not only or group.counts[only]]
        self.total = len(every)
        return every

    def rows(self) -> Iterator[Row]:
        """Yield the rows; the sum of them all; and where one institution or cohort was asked for, the same figures of
        all institutions that the viewer may see, which costs one statement.
        """
        yield from self.every
        if not self.every:
            return
        yield self._summed(_("Total"), self.every)
        wider = wider_than(self.selection)
        if wider is not None:
            yield self._summed(_("All your institutions"), [row_of(group) for group in groups(wider)])

    def _summed(self, label: object, rows: Sequence[Row]) -> Row:
        """Return the sum of `rows`, each number of those that are shown; None where none is."""
        counts: dict[str, Any] = {}
        for slug in [slug for slug in self.every[0].cells if slug not in ("group", "rate")]:
            shown = [row.cells[slug] for row in rows if row.cells.get(slug) is not None]
            counts[slug] = sum(shown) if shown else None
        return row_of(Group(str(label), {}, counts), total=True)

    def file_rows(self) -> list[Row]:
        return self.every

    @property
    def description(self) -> FileDescription:
        slug = f"completion-by-{self.selection.filters.by}"
        return replace(super().description, slug=slug, title=f"{self.title} · {self.place}")

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        fewest = FEWEST if self.selection.sourced else None
        moved = transfer_notes(self.selection, self.every)
        return {**super().context(page, rows), "moved": moved, "counted": True, "fewest": fewest}


@reports.register
class Completion(SelectionReport):
    slug = "completion"
    name = _("Completion")
    question = CompletionQuestion
    shapes = ("by", "only")


def transfer_notes(selection: Selection, rows: list[Row]) -> list[Note]:
    """Return notes with the numbers transferred in and out, as the table’s `rows` count them; a number of zero has no
    note.
    """
    notes = []
    for slug, text in ((ARRIVED, gettext("Transferred in: %(count)s")), (LEFT, gettext("Transferred out: %(count)s"))):
        if count := sum(row.cells[slug] for row in rows):
            notes.append(Note(text % {"count": number(count)}, lines_url(selection, slug)))
    return notes


def wider_than(selection: Selection) -> Selection | None:
    """Return the same question about all institutions of the viewer; None where it is about them already."""
    asked = selection.filters
    if asked.institution is None and not isinstance(asked.cohort, int):
        return None
    cohort = None if isinstance(asked.cohort, int) else asked.cohort
    return replace(selection, filters=replace(asked, institution=None, own=False, cohort=cohort, by="sex", only=""))


def row_of(group: Group, *, total: bool = False) -> Row:
    """Return the row. The rate is the share of those assigned who have completed by now; None where nobody was
    assigned. Whoever is transferred counts in the rate of where they came to.
    """
    held = group.counts.get(HELD.slug)
    rate = group.counts[FINISHED.slug] / held if held else None
    return Row({"group": group.label, **group.counts, "rate": rate}, narrows=group.narrows, total=total)
