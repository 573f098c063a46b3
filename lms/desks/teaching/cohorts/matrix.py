"""The rows of a cohort in words, as its page and its file show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING
from lms.switchboard.list_columns import ShownColumn

from ..standing.rules import Standing
from ..standing.thresholds import Thresholds
from .cells import Cell, Cells
from .reason_texts import about, explain


@dataclass(frozen=True, slots=True)
class AddedCell:
    """A text in a column of a plugin, with the column's heading."""

    label: str
    text: str
    is_numeric: bool

    @property
    def classes(self) -> str:
        """The CSS classes of the cell; cards on a phone leave out a cell with the class `none`, which has no value."""
        return " ".join(filter(None, ("num" if self.is_numeric else "", "none" if self.text == NOTHING else "")))


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner's row."""

    learner: int
    url: str
    name: str
    service_number: str
    unit: str
    seen: str
    cells: list[tuple[SafeString, Cell]]
    """The title of the course or activity, escaped once for all rows, and how far the learner is in it."""
    added: list[AddedCell]
    done: str
    why: Cell
    about: str = ""
    """The course that is the reason."""


def lines(
    standings: Iterable[Standing],
    cells: Cells,
    rule: Thresholds,
    *,
    now: datetime,
    added: Sequence[ShownColumn] = (),
    courses: Mapping[str, str] | None = None,
) -> list[LearnerRow]:
    """Return `standings` in the reader's words, with `cells` for each column, and one for each that plugins `added`;
    why somebody is listed is said by the `rule` of the cohort, and for which of `courses` (titles by the hex of an id).
    """
    today, never = timezone.localdate(now), _("never")
    person = reverse("teach:person", args=[0])
    titles = [conditional_escape(title) for _column, title in cells.columns]
    return [
        LearnerRow(
            standing.learner,
            f"{standing.learner}".join(person.rsplit("0", 1)),  # found once: the router takes longer than the row
            standing.name,
            standing.service_number,
            standing.unit,
            words.ago(seen_at, today=today) if (seen_at := standing.seen_at) else never,
            list(zip(titles, cells.row(standing), strict=True)),
            [AddedCell(one.label, one.text(standing.learner, today=today), one.kind.is_numeric) for one in added],
            cells.done(standing),
            explain(standing, rule, today=today),
            about(standing, courses or {}, today=today),
        )
        for standing in standings
    ]


def totals(completed: Iterable[int | None], people: int, courses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return for each of `courses` its title and how many of so many `people` have `completed` it, in words; a dash
    where nobody is enrolled.
    """
    of = _("%(done)s of %(total)s")
    return [
        (title, NOTHING if number is None else of % {"done": number, "total": people})
        for number, (_course, title) in zip(completed, courses, strict=True)
    ]
