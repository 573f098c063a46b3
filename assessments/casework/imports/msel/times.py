"""Times of the rows of an MSEL, as people write them in spreadsheets: minutes of the case. Pure.

The case begins at midnight of its first day: “Day 2, 08:00” is minute 1920.
"""

import re
from dataclasses import dataclass
from datetime import date

from lms.foundation.interface.parsing import whole_number
from lms.foundation.text.folding import ascii_digits
from lms.people.administration.roster.parsing.dates import date_in

DAY = 60 * 24
LATEST = 366
"""Days of a case."""
_MINUTES = re.compile(r"(?:startex|start|[ht])?\s*\+\s*(\d{1,5})\s*min(?:utes?)?", re.I)
_AFTER = re.compile(r"(?:startex|start|[ht])\s*\+\s*(\d{1,4})(?:\s*[:.h]\s*([0-5]\d))?", re.I)
_DURATION = re.compile(r"(?:(\d{1,3}) days?, )?(\d{1,3}):([0-5]\d)(?::\d\d)?")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*[:h.]\s*([0-5]\d)(?!\d)(?::\d\d)?\s*([ap])?\.?m?", re.I)
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*(?:h|hrs?|hours|([ap])\.?m\.?)(?!\w)", re.I)
_FOUR = re.compile(r"(?<![\d/.-])([01]\d|2[0-3])([0-5]\d)(?![\d/.-])")
_SHARE = re.compile(r"0?\.\d+")
_DAY = re.compile(r"(?<!\w)(?:day|jour|j|d|siku|maalinta|maalin|guyyaa|ቀን|يوم|اليوم)\s*(\+)?\s*(\d{1,3})(?!\d)", re.I)
_DATED = re.compile(r"(.*?)[T\s]\s*(?:\d{1,2}\s*[:h.]\s*\d\d.*|\d{4}(?:\s*(?:hrs?|h|hours))?)", re.I)
_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Moment:
    """Time of a row: a `day` from 1 or a date, a `minute` of that day, or minutes `after` the start."""

    day: int | None = None
    on: date | None = None
    minute: int | None = None
    after: int | None = None

    @property
    def is_known(self) -> bool:
        return any(part is not None for part in (self.day, self.on, self.minute, self.after))


def moment_of(day: str, time: str) -> Moment:
    """Return the time of a row by its two cells, either of which may be empty or hold both. A time that cannot be read
    is not known, whatever the day.
    """
    day, time = ascii_digits(day).strip()[:60], ascii_digits(time).strip()[:60]
    if (after := _after(time)) is not None or (after := _after(day)) is not None:
        return Moment(after=after)
    of_day, of_time = _cell(day, alone=True), _cell(time, alone=False)
    if time and not of_time.is_known:
        return Moment()
    on = of_day.on or of_time.on
    number = None if on else of_day.day or of_time.day
    return Moment(number, on, of_day.minute if of_time.minute is None else of_time.minute)


def _cell(cell: str, *, alone: bool) -> Moment:
    dated, clock = _parted(cell)
    return Moment(_day_number(cell, alone=alone), _date(dated), _minute(clock))


def _after(cell: str) -> int | None:
    if match := _MINUTES.fullmatch(cell):
        return int(match[1])
    if match := _AFTER.fullmatch(cell):
        return int(match[1]) * 60 + int(match[2] or 0)
    match = _DURATION.fullmatch(cell)
    if match and (match[1] or int(match[2]) > 23):
        return int(match[1] or 0) * DAY + int(match[2]) * 60 + int(match[3])
    return None


def _parted(cell: str) -> tuple[str, str]:
    """Split a cell into the part that may be a date and the part that may be a time of the day."""
    match = _DATED.fullmatch(cell)
    if match and _date(match[1]):
        return match[1], cell[len(match[1]) :]
    return (cell, "") if _date(cell) else ("", cell)


def _date(cell: str) -> date | None:
    """Return numbers alone, which spreadsheets keep for dates, are none here."""
    return None if whole_number(cell.replace(".", ""), digits=60) is not None else date_in(cell)


def _day_number(cell: str, *, alone: bool) -> int | None:
    """Return “Day 2”, “D+1” (which is the second), and in a column of days a number alone."""
    if match := _DAY.search(cell):
        return int(match[2]) + (1 if match[1] else 0)
    return int(cell) if alone and _NUMBER.fullmatch(cell) else None


def _minute(cell: str) -> int | None:
    """Return a time of the day: 08:30, 8h30, 0830, 8 pm, or the share of a day that a spreadsheet keeps."""
    if _SHARE.fullmatch(cell):
        return round(float(cell) * DAY) % DAY
    cell = _DAY.sub(" ", cell)
    if match := _CLOCK.search(cell):
        return _hour(match[1], match[3]) * 60 + int(match[2])
    if match := _HOUR.search(cell):
        return _hour(match[1], match[2]) * 60
    match = _FOUR.search(cell)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _hour(hour: str, half: str | None) -> int:
    """Return the hour of the day; `half` is a or p where the clock has twelve hours."""
    if not half or int(hour) > 12:
        return int(hour)
    return int(hour) % 12 + (12 if half.lower() == "p" else 0)
