"""Progress of a learner in a course or an activity, in the words of a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING

from ..standing.rules import CourseStanding, Standing
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

    def done(self, standing: Standing) -> str:
        return self.of % {"done": standing.completed_courses, "total": len(self.columns)}


class ActivityCells(Cells):
    """Progress of learners in activities of one course; `columns` are the ids and titles of those that are shown."""

    def __init__(self, activities: Activities, columns: Sequence[tuple[str, str]]) -> None:
        super().__init__(columns)
        self.activities, self.course = activities, activities.course.pk.hex
        self.words = {"waiting": _("being marked"), "going": _("Under way"), "failed": _("not passed")}

    def cell(self, standing: Standing, column: str) -> Cell:
        """Return the cell of the activity with the id `column`."""
        way, known = self._way(standing)
        if way is None or known is None:
            return NO_CELL
        if column in known.done:
            said = (known.scores.get(column),)
            if said not in self.known:
                self.known[said] = _completed(said[0])
            return self.known[said]
        return self._tried(way.enrolment, column)

    def _way(self, standing: Standing) -> tuple[CourseStanding | None, EnrolmentProgress | None]:
        """Return a learner's way through the course, and what is known of its activities: nothing of one elsewhere."""
        way = standing.ways.get(self.course)
        return way, None if way is None or way.is_elsewhere else self.activities.ways.get(way.enrolment)

    def _tried(self, enrolment: int, activity: str) -> Cell:
        tried = self.activities.tried.get((enrolment, activity))
        if tried is None:
            return NO_CELL
        if tried.waiting:
            return Cell(self.words["waiting"], "due")
        if self.activities.is_exhausted(enrolment, activity):
            return Cell(_failed(tried.failed), "overdue")
        if tried.under_way or not tried.failed:
            return Cell(self.words["going"])
        score = "" if tried.best is None else f"{words.percent(tried.best)} · "
        return Cell(score + self.words["failed"], "due")

    def done(self, standing: Standing) -> str:
        way = standing.ways.get(self.course)
        return NOTHING if way is None else self.of % {"done": way.done, "total": way.total}


def progress_of(way: CourseStanding | None, of: str) -> Cell:
    """Return the cell with a learner’s progress in a course; `of` is the translated “… of …”."""
    if way is None:
        return NO_CELL
    if way.completed:
        return _completed(way.score)
    if way.failures:
        return Cell(_failed(way.failures), "overdue")
    return Cell(of % {"done": way.done, "total": way.total}) if way.started or way.done else NO_CELL


def _completed(score: float | None) -> Cell:
    return Cell(_("done") if score is None else words.percent(score), "done")


def _failed(times: int) -> str:
    if times == 2:
        return _("Failed twice")
    return ngettext("Failed %(count)s time", "Failed %(count)s times", times) % {"count": times}
