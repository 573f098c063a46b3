"""The rows of an MSEL, from CSV or XLSX: when, from whom, to whom, what, and what is expected. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lms.people.administration.roster.parsing.files import lines_of
from lms.people.administration.roster.parsing.table import Line, Unreadable
from lms.people.administration.roster.parsing.text_cleaning import tidy

from ...checking.finding import Finding, fault, warning
from ...definition.pictures import NAME
from ..story import Unreadable as NoSheet
from .columns import Columns, columns_in
from .times import DAY, LATEST, Moment, moment_of

MOST_ROWS = 400
"""Of a case: the definition takes 500 injects."""
LONGEST_CELL = 4000
BETWEEN = re.compile(r"[,;/\n&،؛፣]|\s(?:and|et|na|iyo|fi|و|እና)\s", re.I)


@dataclass(frozen=True)
class SheetRow:
    """One inject. `at` is None where the row says no time: then the facilitator gives it by hand. `id` is empty where
    the sheet names none.
    """

    row: int
    at: int | None
    sender: str
    to: tuple[str, ...]
    title: str
    text: str
    expect: str
    id: str = ""
    picture: str = ""
    """The name of one, which may be nowhere."""


@dataclass(frozen=True)
class Sheet:
    """The rows, in the order of the sheet, and what is to be said of some: `place` is the number of the row."""

    rows: tuple[SheetRow, ...]
    findings: tuple[Finding, ...] = field(default=())


def read_sheet(data: bytes) -> Sheet:
    """Raise `imports.Unreadable`: `no-heading`, `empty`, `too-many` (rows), or `sheet-` and the reason of
    `lms.people.administration.roster.parsing`.
    """
    try:
        lines = list(lines_of(data, has_heading=lambda head: columns_in(head) is not None, longest=LONGEST_CELL))
    except Unreadable as bad:
        raise NoSheet(f"sheet-{bad.reason}", **bad.values) from bad
    columns = columns_in(lines)
    if columns is None:
        raise NoSheet("no-heading" if lines else "empty")
    below = [line for line in lines if line.row > columns.row]
    if len(below) > MOST_ROWS:
        raise NoSheet("too-many", most=MOST_ROWS)
    findings: list[Finding] = []
    rows = tuple(_rows(columns, below, lambda finding: findings.append(finding)))
    if not rows and not findings:
        raise NoSheet("empty")
    return Sheet(rows, tuple(findings))


def _rows(columns: Columns, lines: list[Line], tell: Callable[[Finding], None]) -> Iterator[SheetRow]:
    clock = _Clock()
    for line in lines:
        place = str(line.row)
        if line.problem:
            tell(warning("cut" if line.problem == "cell-too-long" else line.problem, place))
        if not (text := _text(columns, line, "text")):
            tell(fault("no_text", place, column=columns.letter("text")))
            continue
        to = tuple(filter(None, map(tidy, BETWEEN.split(columns.cell(line, "to")))))
        if not to:
            tell(warning("no_to", place, column=columns.letter("to")))
        yield SheetRow(
            row=line.row,
            at=clock.minute(moment_of(columns.cell(line, "day"), columns.cell(line, "time")), columns, line, tell),
            sender=tidy(columns.cell(line, "sender")),
            to=to,
            title=tidy(columns.cell(line, "title")),
            text=text,
            expect=_text(columns, line, "expect"),
            id=tidy(columns.cell(line, "id")),
            picture=_picture(columns, line, tell),
        )


def _text(columns: Columns, line: Line, name: str) -> str:
    """Return the lines of the cell, each tidied."""
    return "\n".join(map(tidy, columns.cell(line, name).split("\n"))).strip()


def _picture(columns: Columns, line: Line, tell: Callable[[Finding], None]) -> str:
    """Return the name of the picture of a row; empty, with a warning, where the cell can be no name."""
    name = tidy(columns.cell(line, "picture"))
    if name and not NAME.fullmatch(name):
        tell(warning("bad_picture", str(line.row), column=columns.letter("picture")))
        return ""
    return name


class _Clock:
    """Clock of the rows: a row without a day is of the day of the row before, and dates count from the first."""

    def __init__(self) -> None:
        self._day, self._first, self._last = 1, 0, 0

    def minute(self, moment: Moment, columns: Columns, line: Line, tell: Callable[[Finding], None]) -> int | None:
        """Return minutes of the case; None, and told, where the row says none that can be read."""
        place, column = str(line.row), columns.letter("time") or columns.letter("day")
        if not moment.is_known:
            said = tidy(" ".join((columns.cell(line, "day"), columns.cell(line, "time"))))
            what = warning("bad_time", place, said=said, column=column)
            tell(what if said else warning("no_time", place, column=column))
            return None
        at = moment.after if moment.after is not None else self._of_day(moment)
        if not 0 <= at <= LATEST * DAY:
            tell(warning("far", place, column=column))
            return None
        if at < self._last:
            tell(warning("backwards", place, column=column))
        self._last = at
        return at

    def _of_day(self, moment: Moment) -> int:
        if moment.on is not None:
            self._first = self._first or moment.on.toordinal()
            self._day = moment.on.toordinal() - self._first + 1
        elif moment.day is not None:
            self._day = moment.day
        return (self._day - 1) * DAY + (moment.minute or 0)
