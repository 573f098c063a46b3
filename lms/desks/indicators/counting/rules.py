"""Rules of an indicator, as values: read from the one written form of a definition, and checked. Pure.

Numbers are whole: days are texts as ISO 8601, shares and points are hundredths of a per cent (0 to 10,000).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

FORMAT = "mafunzo-indicator-1"
COMPLETED, KNOWLEDGE, APPLIED = "completed", "knowledge", "applied"
KINDS = (COMPLETED, KNOWLEDGE, APPLIED)
PERSONS, INSTANCES, FIRST = "persons", "instances", "first"
COUNTING = (PERSONS, INSTANCES, FIRST)
SINCE, YEAR, QUARTER, MONTH = "since", "year", "quarter", "month"
PERIODS = (SINCE, YEAR, QUARTER, MONTH)
SEX, AGENCY, COUNTRY, PLACE, COURSE, OF_MONTH = "sex", "agency", "country", "institution", "course", "month"
STRATA = (SEX, AGENCY, COUNTRY, PLACE, COURSE, OF_MONTH)
MOST_STRATA = 3
"""More divisions make groups so small that rows without names say who they are."""
PER_CENT = "percent"
UNITS = (PERSONS, PER_CENT)
WHOLE = 10_000
"""A share of all, in hundredths of a per cent."""


class Unsound(ValueError):
    """Refusal of a definition that says nothing that can be counted."""


@dataclass(frozen=True)
class Rules:
    """One version of a definition. `by` are the divisions, in order; no `agencies` are all of them, and no `courses`.

    `pairs` are course, test before and test after, by their slugs. `threshold` is by how much a result has to rise and
    `fewest` how many questions both tests need. `begins` is the first day that counts at all. `numerator`,
    `denominator`, `source` (of verification) and `contract` are words.
    """

    kind: str
    title: str
    counting: str = PERSONS
    unit: str = PERSONS
    period: str = SINCE
    begins: str = "2000-01-01"
    by: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str, str], ...] = ()
    threshold: int = 2_000
    fewest: int = 20
    baseline: int | None = None
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    contract: str = ""

    def __post_init__(self) -> None:
        for value, known in (
            (self.kind, KINDS),
            (self.counting, COUNTING),
            (self.unit, UNITS),
            (self.period, PERIODS),
            *((one, STRATA) for one in self.by),
        ):
            if value not in known:
                raise Unsound(f"“{value}” is none of {', '.join(known)}.")
        date.fromisoformat(self.begins)
        if len(set(self.by)) != len(self.by) or len(self.by) > MOST_STRATA:
            raise Unsound(f"It is divided by {MOST_STRATA} different things at most.")
        if self.kind == KNOWLEDGE and (self.counting == FIRST or not self.pairs):
            raise Unsound("A gain is of people or of pairs of tests, and needs tests.")
        if self.kind == APPLIED and self.counting == FIRST:
            raise Unsound("Use at work is of people or of each time that they were asked.")
        if self.kind == COMPLETED and self.unit != PERSONS:
            raise Unsound("Completions are a number.")

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the rules that `as_json` wrote. Raises `Unsound` for a later format."""
        held: Mapping[str, Any] = json.loads(text)
        if held.get("format") != FORMAT:
            raise Unsound(f"This is no definition of the format {FORMAT}.")
        values = {name: value for name, value in held.items() if name != "format"}
        lists = {name: tuple(values[name]) for name in ("by", "agencies", "courses")}
        pairs = tuple((course, before, after) for course, before, after in values["pairs"])
        return cls(**{**values, **lists, "pairs": pairs})

    def as_json(self) -> dict[str, object]:
        return {"format": FORMAT, **asdict(self)}

    def since(self, as_of: date) -> date:
        """Return the first day of the period that ends with `as_of`."""
        month = {YEAR: 1, QUARTER: as_of.month - (as_of.month - 1) % 3, MONTH: as_of.month}.get(self.period)
        begins = date.fromisoformat(self.begins)
        return begins if month is None else max(begins, as_of.replace(month=month, day=1))

    def value(self, numerator: int, denominator: int) -> int | None:
        """Return the value in the unit of the definition: a number, or whole per cent; None of nobody."""
        if self.unit == PERSONS:
            return numerator
        return (200 * numerator + denominator) // (2 * denominator) if denominator else None
