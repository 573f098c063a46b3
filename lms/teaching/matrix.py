"""The rows of a cohort in words: what the page shows and what its file holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.interface import words
from lms.interface.columns import NOTHING
from lms.plugins.spreadsheets import csv_lines, defuse
from lms.switchboard.list_columns import ShownColumn

from .standing import QUIET_DAYS, CourseStanding, Reason, Standing

TICK = "✓ "


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and the kind of pill it stands in (done, due, overdue), or none."""

    text: str
    pill: str = ""

    @property
    def written(self) -> str:
        """The text with the tick that the stylesheet draws, for where there is none."""
        return TICK + self.text if self.pill == "done" else self.text


@dataclass(frozen=True, slots=True)
class AddedCell:
    """A text in a column of a plugin, with the column's heading."""

    label: str
    text: str
    is_numeric: bool

    @property
    def classes(self) -> str:
        """Of a cell that holds nothing a card on a phone says nothing."""
        return " ".join(filter(None, ("num" if self.is_numeric else "", "none" if self.text == NOTHING else "")))


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner's row."""

    url: str
    name: str
    service_number: str
    unit: str
    seen: str
    cells: list[tuple[SafeString, Cell]]
    """The title of the course, escaped once for all rows, and how far the learner is in it."""
    added: list[AddedCell]
    done: str
    why: Cell


def lines(
    standings: Iterable[Standing],
    courses: Sequence[tuple[str, str]],
    *,
    now: datetime,
    added: Sequence[ShownColumn] = (),
) -> list[LearnerRow]:
    """`standings` in the reader's words, with a cell for each of `courses` (hex of the id, and title), and for each
    column that plugins `added`.
    """
    today = timezone.localdate(now)
    of, never = _("%(done)s of %(total)s"), _("never")
    person, titles = (
        reverse("teach:person", args=[0]),
        [(course, conditional_escape(title)) for course, title in courses],
    )
    return [
        LearnerRow(
            f"{standing.learner}".join(person.rsplit("0", 1)),  # found once: the router takes longer than the row
            standing.name,
            standing.service_number,
            standing.unit,
            words.ago(seen_at, today=today) if (seen_at := standing.seen_at) else never,
            [(title, progress_of(standing.ways.get(course), of)) for course, title in titles],
            [AddedCell(one.label, one.text(standing.learner, today=today), one.kind.is_numeric) for one in added],
            of % {"done": standing.completed_courses, "total": len(courses)},
            explain(standing, today=today),
        )
        for standing in standings
    ]


def totals(completed: Iterable[int | None], people: int, courses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """For each of `courses` its title and how many of so many `people` have `completed` it, in words;
    a dash where nobody is enrolled.
    """
    of = _("%(done)s of %(total)s")
    return [
        (title, NOTHING if number is None else of % {"done": number, "total": people})
        for number, (_course, title) in zip(completed, courses, strict=True)
    ]


def progress_of(way: CourseStanding | None, of: str) -> Cell:
    """How far a learner is in a course; `of` is the translated “… of …”."""
    if way is None:
        return Cell(NOTHING)
    if way.completed:
        return Cell(_("done") if way.score is None else words.percent(way.score), "done")
    if way.failures:
        return Cell(_failed(way.failures), "overdue")
    return Cell(of % {"done": way.done, "total": way.total}) if way.started or way.done else Cell(NOTHING)


def _failed(times: int) -> str:
    if times == 2:
        return _("Failed twice")
    return ngettext("Failed %(count)s time", "Failed %(count)s times", times) % {"count": times}


def explain(standing: Standing, *, today: date) -> Cell:
    """Why a learner is listed."""
    match standing.reason:
        case Reason.OVERDUE:
            return Cell(_overdue(standing, today=today), "overdue")
        case Reason.NO_ATTEMPT_LEFT:
            return Cell(_("No attempt left"), "overdue")
        case Reason.DUE_SOON:
            text = ngettext("Due %(day)s, %(count)s left", "Due %(day)s, %(count)s left", standing.left)
            day = words.day(standing.due_at or today, today=today)
            return Cell(text % {"day": day, "count": standing.left}, "due")
        case Reason.SLOW:
            return Cell(_("Slower than the cohort"), "due")
        case Reason.COMPLETED:
            return Cell(_("Completed"), "done")
    return Cell(_("On track") if standing.ways else _("Nothing assigned"))


def _overdue(standing: Standing, *, today: date) -> str:
    if standing.seen_at is None:
        return _("Overdue, not started")
    days = (today - timezone.localdate(standing.seen_at)).days
    if days >= QUIET_DAYS:
        return ngettext("Overdue, not seen for %(count)s day", "Overdue, not seen for %(count)s days", days) % {
            "count": days
        }
    return ngettext("Overdue, %(count)s left", "Overdue, %(count)s left", standing.left) % {"count": standing.left}


def as_csv(rows: Sequence[LearnerRow], titles: Sequence[str], added: Sequence[str] = ()) -> str:
    """The same rows as a file that spreadsheets read as UTF-8 and cannot take for formulas."""
    line_of = csv_lines()
    headings = [
        _("Learner"),
        _("Service number"),
        _("Unit"),
        _("Last seen"),
        *titles,
        *added,
        _("Done"),
        _("Why listed"),
    ]
    written = [line_of([defuse(heading) for heading in headings])]
    for line in rows:
        cells = [cell.written for _title, cell in line.cells]
        more = [cell.text for cell in line.added]
        row = [line.name, line.service_number, line.unit, line.seen, *cells, *more, line.done, line.why.written]
        written.append(line_of([defuse(text) for text in row]))
    return "\ufeff" + "".join(written)
