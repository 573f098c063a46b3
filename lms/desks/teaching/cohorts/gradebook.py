"""The marks of a cohort: what each activity counts for, and which attempt that comes from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.report import Column

from ..standing.rules import Standing
from .activities import Activities
from .cells import ActivityCells, Cell

NONE = UUID(int=0)
SAME = 1e-9
"""Scores that differ by the rounding of floats are the same."""


def what_counted(score: float | None, marks: Sequence[tuple[int, float]], *, by_hand: bool) -> str:
    """Return the origin of `score` in words; an empty text where there is no score."""
    if by_hand:
        return _("set by hand")
    if score is None or not marks:
        return ""
    same = [number for number, mark in marks if abs(mark - score) < SAME]
    if not same:
        return _("mean of %(count)s attempts") % {"count": len(marks)}
    return _("attempt %(number)s of %(count)s") % {"number": same[0], "count": len(marks)}


def how_it_counts(entry: Entry, source: str) -> str:
    """Return in words for what several attempts at an activity count; an empty text where this is unknown."""
    kind = activities.find(entry.kind)
    if kind is None or not entry.contents:
        return ""
    definition = lookup.content(entry.content(get_language() or source, "", source)).definition
    return str(kind.what_counts(definition) or "")


class MarkCells(ActivityCells):
    """Cells that say what counts; each leads to the page of that result where the viewer teaches."""

    def __init__(self, found: Activities, columns: Sequence[tuple[str, str]], *, links: bool) -> None:
        super().__init__(found, columns)
        self.page = reverse("teach:result", args=[0, NONE]) if links else ""

    def cell(self, standing: Standing, column: str) -> Cell:
        way, known = self._way(standing)
        if way is None or known is None:
            return Cell(NOTHING)
        score, marks = known.scores.get(column), self.activities.marks.get((way.enrolment, column), ())
        counted = what_counted(score, marks, by_hand=column in known.by_hand)
        if score is None and not counted:
            return super().cell(standing, column)
        texts = [NOTHING if score is None else words.percent(score), counted]
        return Cell(" · ".join(filter(None, texts)), "done" if column in known.done else "due", self._url(way, column))

    def _url(self, way: Any, column: str) -> str:
        return self.page.replace("/0/", f"/{way.enrolment}/", 1).replace(str(NONE), column) if self.page else ""

    def file_columns(self) -> list[Column]:
        """Return for each activity its score, as a number, and where that comes from."""
        named = [Column("name", _("Learner"), "name"), Column("number", _("Service number")), Column("unit", _("Unit"))]
        for column, title in self.columns:
            named.append(Column(column, str(title), "percent"))
            named.append(Column(f"{column}-counted", _("%(activity)s: what counted") % {"activity": title}))
        return [*named, Column("score", _("Score of the course"), "percent")]

    def file_rows(self, standings: Iterable[Standing]) -> Iterator[list[Any]]:
        """Yield the same for everybody."""
        for standing in standings:
            way, known = self._way(standing)
            row: list[Any] = [standing.name, standing.service_number, standing.unit]
            for column, _title in self.columns:
                score = known.scores.get(column) if known else None
                marks = self.activities.marks.get((way.enrolment, column), ()) if way and known else ()
                row += [score, what_counted(score, marks, by_hand=known is not None and column in known.by_hand)]
            yield [*row, way.score if way else None]
