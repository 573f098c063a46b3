"""Progress of a learner in a course or an activity, in the words of a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING
from lms.foundation.plugins.report import Column
from lms.learning.progress.completion.results import ActivityResult, State, failed_times

from ..standing.rules import CourseStanding, Standing, moment
from .activities import Activities, EnrolmentProgress

TICK = "✓ "


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and the kind of pill it stands in (done, due, overdue), or none; and where it leads, or nowhere."""

    text: str
    pill: str = ""
    url: str = ""

    @property
    def written(self) -> str:
        """The text with the tick that the stylesheet draws, for where there is none."""
        return TICK + self.text if self.pill == "done" else self.text


NO_CELL = Cell(NOTHING)


class Cells:
    """Progress of learners in courses: a cell for each course, and how much of all is done."""

    def __init__(self, courses: Sequence[tuple[str, str]]) -> None:
        self.columns, self.of = courses, _("%(done)s of %(total)s")
        self.known: dict[tuple[Any, ...], Cell] = {}
        """Cells by what they say: of a thousand learners most are alike, and translating takes the longest."""

    def cell(self, standing: Standing, column: str) -> Cell:
        """Return the cell of the course called `column`, by the hex of its id."""
        way = standing.ways.get(column)
        if way is None:
            return NO_CELL
        said = (way.completed, way.score, way.failures, way.started, way.done, way.total)
        if (cell := self.known.get(said)) is None:
            cell = self.known[said] = progress_of(way, self.of)
        return cell

    def row(self, standing: Standing) -> list[Cell]:
        """Return the cells of a learner, one for each column."""
        return [self.cell(standing, column) for column, _title in self.columns]

    def done(self, standing: Standing) -> str:
        return self.of % {"done": standing.completed_courses, "total": len(self.columns)}

    def counts(self, standing: Standing) -> tuple[int | None, int | None]:
        """Return how much is done, and of how much."""
        return standing.completed_courses, len(self.columns)

    def file_columns(self) -> list[Column]:
        """Return the columns of a file: of each course state, score, numbers of activities and due date, each apart."""
        return [column for key, title in self.columns for column in columns_of_course(key, title)]

    def file_values(self, standing: Standing) -> list[object]:
        """Return the values of a learner for `file_columns`."""
        return [value for key, _title in self.columns for value in values_of_course(standing.ways.get(key))]


class ActivityCells(Cells):
    """Progress of learners in activities of one course; `columns` are the ids and titles of those that are shown."""

    def __init__(self, activities: Activities, columns: Sequence[tuple[str, str]]) -> None:
        super().__init__(columns)
        self.activities, self.course = activities, activities.course.pk.hex

    def cell(self, standing: Standing, column: str) -> Cell:
        """Return the cell of the activity with the id `column`."""
        return self._cells(standing, [column])[0]

    def row(self, standing: Standing) -> list[Cell]:
        return self._cells(standing, [column for column, _title in self.columns])

    def _cells(self, standing: Standing, columns: Sequence[str]) -> list[Cell]:
        way, known = self._way(standing)
        if way is None or known is None:
            return [NO_CELL] * len(columns)
        results = self.activities.results(way.enrolment, columns)
        return [self.cell_of_result(way, column, result) for column, result in zip(columns, results, strict=True)]

    def cell_of_result(self, way: CourseStanding, column: str, result: ActivityResult) -> Cell:
        """Return the cell of the `result` in an activity: here the same for all whose result is the same."""
        figures = (result.state, result.score, result.set_to, result.failed)
        if (cell := self.known.get(figures)) is None:
            cell = self.known[figures] = cell_of(result)
        return cell

    def result(self, standing: Standing, column: str) -> ActivityResult | None:
        """Return the result of a learner; None of one without an enrolment, or with one elsewhere."""
        way, known = self._way(standing)
        return None if way is None or known is None else self.activities.result(way.enrolment, column)

    def _way(self, standing: Standing) -> tuple[CourseStanding | None, EnrolmentProgress | None]:
        """Return a learner's way through the course, and what is known of its activities: nothing of one elsewhere."""
        way = standing.ways.get(self.course)
        return way, None if way is None or way.is_elsewhere else self.activities.ways.get(way.enrolment)

    def done(self, standing: Standing) -> str:
        way = standing.ways.get(self.course)
        return NOTHING if way is None else self.of % {"done": way.done, "total": way.total}

    def counts(self, standing: Standing) -> tuple[int | None, int | None]:
        way = standing.ways.get(self.course)
        return (None, None) if way is None else (way.done, way.total)

    def file_columns(self) -> list[Column]:
        """Return the columns of a file: of each activity its state and its score."""
        return [column for key, title in self.columns for column in columns_of_activity(key, title)]

    def file_values(self, standing: Standing) -> list[object]:
        results = [self.result(standing, key) for key, _title in self.columns]
        return [value for one in results for value in ((one.state_text, one.score) if one else (None, None))]


def cell_of(result: ActivityResult) -> Cell:
    """Return the cell of a `result`: score and state, or the score alone where it is done."""
    if result.state == State.NOTHING:
        return NO_CELL
    by_hand = result.by_hand
    if result.state == State.DONE and not by_hand:
        return _completed(result.score)
    if result.state in (State.UNDER_WAY, State.WAITING, State.EXHAUSTED):
        return Cell(result.state_text, result.pill)
    score = "" if result.score is None else words.percent(result.score)
    text = by_hand or result.state_text
    return Cell(" · ".join(filter(None, [score, text])), result.pill)


def progress_of(way: CourseStanding | None, of: str) -> Cell:
    """Return the cell with a learner’s progress in a course; `of` is the translated “… of …”."""
    if way is None:
        return NO_CELL
    if way.completed:
        return _completed(way.score)
    if way.failures:
        return Cell(failed_times(way.failures), "overdue")
    return Cell(of % {"done": way.done, "total": way.total}) if way.started or way.done else NO_CELL


def columns_of_course(key: str, title: str) -> list[Column]:
    """Return the columns of a file for a course."""
    about = {"title": title}
    return [
        Column(f"{key}-state", _("%(title)s: state") % about),
        Column(f"{key}-score", _("%(title)s: score") % about, "percent"),
        Column(f"{key}-done", _("%(title)s: activities done") % about, "number"),
        Column(f"{key}-required", _("%(title)s: activities required") % about, "number"),
        Column(f"{key}-due", _("%(title)s: due") % about, "date"),
    ]


def values_of_course(way: CourseStanding | None) -> list[object]:
    """Return the values of a learner for `columns_of_course`."""
    if way is None:
        return [None] * 5
    due_at = moment(way.due)
    due = None if due_at is None else timezone.localdate(due_at)
    return [_state(way), way.score, way.done, way.total, due]


def _state(way: CourseStanding) -> str:
    if way.completed:
        return _("Completed")
    if way.failures:
        return failed_times(way.failures)
    return _("Under way") if way.started or way.done else _("Not started")


def columns_of_activity(key: str, title: str) -> list[Column]:
    """Return the columns of a file for an activity."""
    about = {"title": title}
    return [
        Column(f"{key}-state", _("%(title)s: state") % about),
        Column(f"{key}-score", _("%(title)s: score") % about, "percent"),
    ]


def _completed(score: float | None) -> Cell:
    return Cell(_("done") if score is None else words.percent(score), "done")
