"""The marks of a cohort: what each activity counts for, and which attempt that comes from."""

from collections.abc import Iterable, Sequence
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
from lms.learning.progress.completion.results import ActivityResult

from ..standing.rules import CourseStanding, Standing
from .activities import Activities
from .cells import ActivityCells, Cell, Cells, columns_of_activity, columns_of_course, values_of_course

NONE = UUID(int=0)
SAME = 1e-9
"""Scores that differ by the rounding of floats are the same."""


def what_counted(result: ActivityResult, marks: Sequence[tuple[int, float]]) -> str:
    """Return the origin of the score of `result` in words; an empty text where there is no score."""
    score = result.score
    if result.by_hand:
        return result.by_hand
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

    def cell_of_result(self, way: CourseStanding, column: str, result: ActivityResult) -> Cell:
        counted = self._counted(way.enrolment, column, result)
        if result.score is None and not counted:
            return super().cell_of_result(way, column, result)
        texts = [NOTHING if result.score is None else words.percent(result.score), counted]
        return Cell(" · ".join(filter(None, texts)), result.pill or "due", self._url(way, column))

    def _counted(self, enrolment: int, column: str, result: ActivityResult) -> str:
        return what_counted(result, self.activities.marks.get((enrolment, column), ()))

    def _url(self, way: CourseStanding, column: str) -> str:
        return self.page.replace("/0/", f"/{way.enrolment}/", 1).replace(str(NONE), column) if self.page else ""

    def file_columns(self) -> list[Column]:
        """Return for each activity its state, its score, as a number, and where that comes from; and the course’s."""
        named: list[Column] = []
        for key, title in self.columns:
            named += columns_of_activity(key, title)
            named.append(Column(f"{key}-counted", _("%(activity)s: what counted") % {"activity": title}))
        return [*named, Column("score", _("Score of the course"), "percent")]

    def file_values(self, standing: Standing) -> list[object]:
        way, values = standing.ways.get(self.course), list[object]()
        for key, _title in self.columns:
            result = self.result(standing, key)
            counted = self._counted(way.enrolment, key, result) if way and result else None
            values += [result.state_text, result.score, counted] if result else [None, None, None]
        return [*values, way.score if way else None]


class AllMarks(Cells):
    """Marks of all courses of a cohort beside one another: of each course its own cell, then its marked activities."""

    def __init__(self, parts: Sequence[tuple[MarkCells, str]]) -> None:
        self.parts = {cells.course: (cells, title) for cells, title in parts}
        columns = [
            (f"{course}:{key}", text)
            for course, (cells, title) in self.parts.items()
            for key, text in [("", title), *cells.columns]
        ]
        super().__init__(columns)

    def cell(self, standing: Standing, column: str) -> Cell:
        course, _colon, key = column.partition(":")
        return self.parts[course][0].cell(standing, key) if key else self._of_course(standing, course)

    def _of_course(self, standing: Standing, course: str) -> Cell:
        way = standing.ways.get(course)
        state = super().cell(standing, course)
        if way is None or way.completed or way.score is None:
            return state
        return Cell(f"{words.percent(way.score)} · {state.text}", state.pill)

    def of_course(self, column: str) -> str:
        """Return the title of the course to which an activity’s column belongs; empty for the column of a course."""
        course, _colon, key = column.partition(":")
        return self.parts[course][1] if key else ""

    def only(self, columns: Sequence[tuple[str, str]]) -> "AllMarks":
        """Show these of the columns."""
        self.columns = columns
        return self

    def counts(self, standing: Standing) -> tuple[int | None, int | None]:
        return standing.completed_courses, len(self.parts)

    def done(self, standing: Standing) -> str:
        return self.of % {"done": standing.completed_courses, "total": len(self.parts)}

    def file_columns(self) -> list[Column]:
        named: list[Column] = []
        for course, (cells, title) in self.parts.items():
            named += columns_of_course(course, title)
            for column in cells.file_columns()[:-1]:
                label = _("%(title)s: %(column)s") % {"title": title, "column": column.label}
                named.append(Column(f"{course}-{column.slug}", label, column.kind))
        return named

    def file_values(self, standing: Standing) -> list[object]:
        values: list[object] = []
        for course, (cells, _title) in self.parts.items():
            values += [*values_of_course(standing.ways.get(course)), *cells.file_values(standing)[:-1]]
        return values


def all_marks(found: Iterable[Activities], language: str, *, links: bool) -> AllMarks:
    """Return the marks of `found`, the activities of each course."""
    return AllMarks(
        [(MarkCells(one, one.marked(language), links=links), one.course.title_in(language)) for one in found]
    )
