"""Rows of text, as a list of people is read. Pure."""

from dataclasses import dataclass
from typing import Any

MOST_COLUMNS = 100
MOST_EMPTY = 100_000
"""Empty rows one after the other, behind which nothing is looked for."""
LONGEST_CELL = 500
"""Characters. Nothing that a list says of a person is as long."""

Reason = tuple[str, dict[str, Any]]
"""A code of `lms.people.administration.roster.texts`, and the values of its sentence."""


class Unreadable(ValueError):
    """The file as a whole is no list of people. `reason` is a code of `lms.people.administration.roster.texts`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class Line:
    """One row of a file: its number as a spreadsheet shows it, and the text of its cells.

    `problem` is the code of what is wrong with the row as a whole, or nothing.
    """

    row: int
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.problem and not any(cell.strip() for cell in self.cells)


def bounded(row: int, cells: list[str], problem: str = "", longest: int = LONGEST_CELL) -> Line:
    """Return a line of no more and no longer cells than a list of people has; one that had them says so."""
    problem = problem or ("too-many-cells" if any(cell.strip() for cell in cells[MOST_COLUMNS:]) else "")
    kept = cells[:MOST_COLUMNS]
    problem = problem or ("cell-too-long" if any(len(cell) > longest for cell in kept) else "")
    return Line(row, tuple(cell[:longest] for cell in kept), problem)
