"""Outcome of a list, row by row, as plain values for programs."""

from collections.abc import Iterable
from typing import TypedDict

from .models import Roster, RosterRow
from .texts import reasons_of

State = RosterRow.State
GROUPS = {
    State.CREATE: "create",
    State.CHANGE: "change",
    State.MOVE: "change",
    State.UNCHANGED: "unchanged",
    State.ELSEWHERE: "refused",
    State.REFUSED: "refused",
}


class ReportEntry(TypedDict):
    """A row of a list as the command reports it; `row` is its number in the file."""

    row: int
    name: str
    service_number: str
    reasons: list[str]
    changes: dict[str, list[object]]


def entries(roster: Roster) -> dict[str, list[ReportEntry]]:
    """Return the rows of `roster` under create, change, unchanged and refused, each with its number in the file."""
    groups: dict[str, list[ReportEntry]] = {"create": [], "change": [], "unchanged": [], "refused": []}
    rows: Iterable[RosterRow] = RosterRow.objects.filter(roster=roster).order_by("row")
    for row in rows:
        groups[GROUPS[State(row.state)]].append(
            {
                "row": row.row,
                "name": row.name,
                "service_number": row.number,
                "reasons": reasons_of(row.reasons),
                "changes": row.changes if row.state == State.CHANGE else {},
            }
        )
    return groups
