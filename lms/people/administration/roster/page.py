"""Contents of the page of a list: its progress, the number of rows by outcome, and the rows themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from lms.foundation.work.progress import Progress, progress_of

from ...directory.models import User
from .models import Roster, RosterRow
from .parsing.values import parse_row
from .texts import changes_of, reasons_of, tell, values_of
from .vocabulary import vocabulary

ROWS_ON_A_PAGE = 50
DOUBTFUL = "doubtful"
"""In place of a state: rows with a date that may be read wrongly."""
State, Outcome, Status = RosterRow.State, RosterRow.Outcome, Roster.Status
PILLS: dict[str, str] = {
    State.CREATE: "pill-done",
    State.CHANGE: "pill",
    State.MOVE: "pill-due",
    State.UNCHANGED: "pill-draft",
    State.ELSEWHERE: "pill-due",
    State.REFUSED: "pill-overdue",
}


@dataclass(frozen=True)
class ShownRow:
    """A row as its list shows it. `changes` has label, old and new value; of a new person the old one is empty."""

    row: RosterRow
    state: str
    pill: str
    outcome: str
    reasons: list[str]
    changes: list[tuple[str, str, str]]


def counts_of(roster: Roster) -> dict[str, int]:
    return dict(roster.rows.values_list("state").annotate(number=Count("pk")))


def chips(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return state, label and number of rows of each state with any row."""
    return [(value, str(label), counts[value]) for value, label in State.choices if counts.get(value)]


def page_of(roster: Roster, *, state: str, number: str | None, viewer: User) -> Page:
    """Return a page of rows, of one `state` if it is valid; else those that need a look first."""
    rows = roster.rows.in_state(state) if state in State.values else roster.rows.all()
    rows = roster.rows.doubtful() if state == DOUBTFUL else rows
    page = Paginator(rows.order_by("row"), ROWS_ON_A_PAGE).get_page(number)
    shown: Any = [_shown(row, roster, viewer) for row in page.object_list]
    page.object_list = shown
    return page


def _shown(row: RosterRow, roster: Roster, viewer: User) -> ShownRow:
    """Return the row as the page shows it; details of a person elsewhere only for the uploader of the list, who may
    move them.
    """
    hidden = row.state == State.MOVE and roster.by_id != viewer.pk
    state = State(row.state) if row.state else ""
    if hidden:
        state = State.ELSEWHERE
    return ShownRow(
        row=row,
        state=str(State(state).label) if state else "",
        pill=PILLS.get(state, "pill") if state else "",
        outcome=str(Outcome(row.outcome).label) if row.outcome and row.outcome != Outcome.LEFT else "",
        reasons=reasons_of(row.reasons),
        changes=[] if hidden else _changes(row, roster),
    )


def _changes(row: RosterRow, roster: Roster) -> list[tuple[str, str, str]]:
    """Return what the row changes; of a new person what is read from its cells."""
    if row.state != State.CREATE:
        return changes_of(row.changes)
    return values_of(parse_row(row.cells, roster.fields, vocabulary()).values)


def progress_on(roster: Roster, again: str) -> Progress:
    sentence = "" if roster.working else _sentence(roster)
    return progress_of(roster, again=again, status=roster.get_status_display(), sentence=sentence)


def _sentence(roster: Roster) -> str:
    if roster.problem:
        return tell(roster.problem, roster.values)
    if roster.status == Status.DONE:
        number = roster.rows.filter(outcome=Outcome.APPLIED).count()
        return _("The list is applied (%(count)s).") % {"count": number}
    if roster.status == Status.UNDONE:
        number = roster.rows.filter(outcome=Outcome.KEPT).count()
        text = _("Rows that could not be undone, each with its reason: %(count)s.")
        return text % {"count": number} if number else _("Everything is as it was before.")
    return ""


def choice_of(roster: Roster, now: datetime) -> dict[str, bool]:
    """Return the actions that are possible with the list now."""
    return {
        "may_choose": roster.status in (Status.CHOOSING, Status.READY),
        "may_apply": roster.status == Status.READY,
        "may_drop": roster.status in (Status.CHOOSING, Status.READY, Status.FAILED),
        "may_undo": roster.may_undo(now),
        "is_shown": roster.status not in (Status.READING, Status.CHOOSING, Status.COMPARING, Status.DROPPED),
    }
