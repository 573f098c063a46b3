"""The marks of many attempts, kept as columns of numbers. Pure.

Ten thousand attempts of forty questions are about ten megabytes: a column holds one row number and one mark for each
attempt that had the question, and of an answer only who chose it is counted.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum, sqrt
from typing import NamedTuple

from .moments import NOTHING


class Mark(NamedTuple):
    """Mark of one attempt in one place of the quiz.

    `question` is what stood there: the same for everybody, or what a random draw gave this attempt. `mark` is in the
    unit of `maximum`. `chosen` has the options that were chosen and what each earns, 0..1.
    """

    place: str
    question: str
    mark: float
    maximum: float
    chosen: Mapping[str, float] = {}


@dataclass
class Column:
    """The marks of one place or question: `rows` are the numbers of the attempts that had it, in order.

    Where it was worth something else in some attempts, `marks` are as if it had been worth `maximum` in all, and
    `others` has by row what was earned of how much.
    """

    maximum: float
    rows: array = field(default_factory=lambda: array("L"))
    marks: array = field(default_factory=lambda: array("d"))
    others: dict[int, tuple[float, float]] = field(default_factory=dict)

    def add(self, row: int, mark: float, maximum: float) -> None:
        if maximum != self.maximum:
            self.others[row] = (mark, maximum)
            mark = mark * self.maximum / maximum if maximum else 0.0
        self.rows.append(row)
        self.marks.append(mark)

    def earned(self) -> Iterator[tuple[int, float, float]]:
        """Yield row, mark and maximum, as they were in each attempt."""
        for row, mark in zip(self.rows, self.marks, strict=True):
            yield (row, *self.others.get(row, (mark, self.maximum)))


@dataclass
class OptionSums:
    """Attempts that chose an option: their number, what the option earns, and the sums of what they earned in the rest
    of the quiz, each 0..1, and of its squares.
    """

    earns: float
    number: int = 0
    rest: float = 0.0
    squares: float = 0.0
    measured: int = 0

    @property
    def deviation(self) -> float | None:
        """The standard deviation of what they earned in the rest, 0..1, by n - 1; None of fewer than two."""
        if self.measured < 2:
            return None
        spread = max(0.0, self.squares - self.rest**2 / self.measured)
        return sqrt(spread / (self.measured - 1)) if spread > NOTHING * self.squares else 0.0


class Sheet:
    """All marks of a quiz. `totals` and `maxima` have one number for each attempt."""

    def __init__(self) -> None:
        self.places: dict[str, Column] = {}
        self.questions: dict[str, Column] = {}
        self.stood_in: dict[str, set[str]] = {}
        """The questions that stood in each place."""
        self.choosers: dict[str, dict[str, OptionSums]] = {}
        self.totals, self.maxima = array("d"), array("d")

    def __len__(self) -> int:
        return len(self.totals)

    def place(self, name: str, maximum: float) -> None:
        """Say that there is this place, with the one question that stands in it, also where no attempt had it."""
        self.places.setdefault(name, Column(maximum))
        self.questions.setdefault(name, Column(maximum))
        self.stood_in.setdefault(name, set()).add(name)

    def add(self, attempt: Iterable[Mark]) -> None:
        """Take in one attempt: the marks of all its questions."""
        marks = list(attempt)
        row, total, maximum = len(self), fsum(one.mark for one in marks), fsum(one.maximum for one in marks)
        for one in marks:
            self.stood_in.setdefault(one.place, set()).add(one.question)
            for columns, name in ((self.places, one.place), (self.questions, one.question)):
                column = columns.get(name)
                if column is None:
                    column = columns[name] = Column(one.maximum)
                column.add(row, one.mark, one.maximum)
            if one.chosen:
                self._chose(one, total, maximum)
        self.totals.append(total)
        self.maxima.append(maximum)

    def _chose(self, one: Mark, total: float, maximum: float) -> None:
        options = self.choosers.setdefault(one.question, {})
        elsewhere = maximum - one.maximum
        for option, earns in one.chosen.items():
            choosers = options.setdefault(option, OptionSums(earns))
            choosers.earns = earns
            choosers.number += 1
            if elsewhere > 0:
                rest = (total - one.mark) / elsewhere
                choosers.measured += 1
                choosers.rest += rest
                choosers.squares += rest * rest

    @property
    def maximum(self) -> float:
        """The highest mark that an attempt with the most places could earn."""
        return max(self.maxima, default=fsum(column.maximum for column in self.places.values()))

    @property
    def complete(self) -> bool:
        """Every attempt had every place, worth the same, as Moodle's definitions of the whole quiz assume."""
        return all(len(column.rows) == len(self) and not column.others for column in self.places.values())

    def scaled(self) -> list[float]:
        """Return the total of each attempt; where attempts could not all earn the same, as if each could have earned
        `maximum`.
        """
        whole = self.maximum
        return [
            total if most == whole or not most else total * whole / most
            for total, most in zip(self.totals, self.maxima, strict=True)
        ]

    def rest(self, column: Column) -> list[float]:
        """Return, for each attempt of `column` what it earned in all other places, scaled as in `scaled`."""
        whole, rests = self.maximum - column.maximum, []
        for row, mark, maximum in column.earned():
            rest, most = self.totals[row] - mark, self.maxima[row] - maximum
            rests.append(rest if most == whole or most <= 0 else rest * whole / most)
        return rests

    def variants(self) -> Mapping[str, set[str]]:
        """Return the places in which different attempts met different questions, and which."""
        return {place: names for place, names in self.stood_in.items() if len(names) > 1}
