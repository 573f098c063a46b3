"""The completion report: how many were assigned, started, completed, are overdue and certified,
by whatever is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Column, Figure, Report, Row, reports

from ..filters.figures import ARRIVED, FINISHED, HELD, LEFT, counted
from ..filters.forms import GROUPS
from ..filters.selection import Selection, ask
from .groups import Group, groups

if TYPE_CHECKING:
    from lms.people.directory.models import User

CAPTIONS = {
    "institution": _("Completion by institution"),
    "course": _("Completion by course"),
    "cohort": _("Completion by cohort"),
    "sex": _("Completion by sex"),
    "rank": _("Completion by rank band"),
    "month": _("Completion by month"),
}


@reports.register
class Completion(Report):
    slug = "completion"
    name = _("Completion")

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return self._columns(params.get("by", ""), counted(timezone.now()))

    def _columns(self, by: str, counted: Iterable[Figure], over: Iterable[Figure] = ()) -> list[Column]:
        figures = [Column(figure.slug, figure.label, "number", opens=figure.slug) for figure in counted]
        others = [Column(figure.slug, figure.label, "number") for figure in over]
        heading = GROUPS.get(by, GROUPS["institution"])
        return [Column("group", heading), *figures, *others, Column("rate", _("Completion rate"), "percent")]

    def columns_for(self, selection: Selection, rows: Sequence[Row]) -> list[Column]:
        """Return the columns that `rows` need: those of transfers are left out where no learner was transferred."""
        hidden = {slug for slug in (ARRIVED, LEFT) if not any(row.cells[slug] for row in rows)}
        counted = [figure for slug, figure in selection.figures.items() if slug not in hidden]
        return self._columns(selection.filters.by, counted, over_others(selection, rows))

    def rows(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> list[Row]:
        return self.answer(ask(viewer, params, now=now))

    def answer(self, selection: Selection) -> list[Row]:
        """Return the rows for a question that has been read already."""
        only = selection.filters.only
        return [row_of(group) for group in groups(selection) if not only or group.counts[only]]


def totals(selection: Selection, rows: Sequence[Row]) -> list[Row]:
    """Return the rows below the table: the sum of all `rows`, of every page; and where one institution or cohort was
    asked for, the same figures of all institutions that the viewer may see, which costs one statement.
    """
    if not rows:
        return []
    sums = [_summed(_("Total"), [row.cells for row in rows])]
    wider = wider_than(selection)
    if wider is not None:
        sums.append(_summed(_("All your institutions"), [row_of(group).cells for group in groups(wider)]))
    return [replace(row, cells={**dict.fromkeys(rows[0].cells), **row.cells}) for row in sums]


def over_others(selection: Selection, rows: Sequence[Row]) -> list[Figure]:
    """Return the figures over other tables that were counted in `rows`."""
    return [one.figure for one in selection.sourced if rows and one.figure.slug in rows[0].cells]


def wider_than(selection: Selection) -> Selection | None:
    """Return the same question about all institutions of the viewer; None where it is about them already."""
    asked = selection.filters
    if asked.institution is None and not isinstance(asked.cohort, int):
        return None
    cohort = None if isinstance(asked.cohort, int) else asked.cohort
    return replace(selection, filters=replace(asked, institution=None, own=False, cohort=cohort, by="sex", only=""))


def _summed(label: object, rows: Sequence[Mapping[str, Any]]) -> Row:
    counts = {
        slug: _sum([row[slug] for row in rows]) for slug in (rows[0] if rows else ()) if slug not in ("group", "rate")
    }
    return row_of(Group(str(label), {}, counts), total=True)


def _sum(numbers: Sequence[int | None]) -> int | None:
    """Return the sum of those that are shown; None where none is."""
    shown = [number for number in numbers if number is not None]
    return sum(shown) if shown else None


def row_of(group: Group, *, total: bool = False) -> Row:
    """Return the row. The rate is the share of those assigned who have completed by now; None where nobody was
    assigned. Whoever is transferred counts in the rate of where they came to.
    """
    held = group.counts.get(HELD.slug)
    rate = group.counts[FINISHED.slug] / held if held else None
    return Row({"group": group.label, **group.counts, "rate": rate}, narrows=group.narrows, total=total)


completion = cast(Completion, reports.get(Completion.slug))
