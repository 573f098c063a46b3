"""Meanings of the columns of a list, in any order and language. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.foundation.text.folding import ascii_digits, words

from .synonyms import SYNONYMS, WEAK
from .table import Line

FIELDS = (
    "service_number",
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "sex",
    "rank",
    "role_family",
    "language",
    "email",
    "phone",
    "birth_year",
)
NAMES = ("name", "given_name", "middle_name", "family_name")
LOOKED_AT = 40
"""Rows with something in them, among which the heading is."""

_PARTS = re.compile(r"[/|\n\\]|\s[-–—]\s|[()\[\]]")


def plain(heading: str) -> str:
    """Return the words of a heading, folded."""
    return " ".join(words(heading))


_KNOWN = {
    plain(heading): field
    for field, headings in SYNONYMS.items()
    for heading in [field, *headings.replace("\n", "").split("|")]
    if heading.strip()
}


@dataclass(frozen=True)
class Heading:
    """The row that names the columns, and what each of them means: one of FIELDS, or nothing."""

    row: int
    titles: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that this list lacks: a service number, a name in any way."""
        return missing_in(self.fields)


def missing_in(fields: Iterable[str]) -> tuple[str, ...]:
    known = set(fields)
    number = () if "service_number" in known else ("service_number",)
    return number if known.intersection(NAMES) else (*number, "name")


def meaning(title: str, remembered: Mapping[str, str] | None = None) -> str:
    """Return the field that a heading names, also in two languages or with a remark in brackets; else an empty text.

    `remembered` is what people said of headings before, by their `plain` form; "" where a column is not to be used.
    """
    whole = plain(title)
    if remembered and whole in remembered:
        return remembered[whole]
    if whole in _KNOWN:
        return _KNOWN[whole]
    return next((_KNOWN[part] for part in map(plain, _PARTS.split(title)) if part in _KNOWN), "")


def heading_in(
    head: Sequence[Line], remembered: Mapping[str, str] | None = None, *, whatever: bool = False
) -> Heading | None:
    """Return the heading among the first rows of a list: the first that names most. None if none names two columns.

    With `whatever` there is one in any case, in doubt the first of the widest rows, for people to say what it means.
    """
    best, most = None, 1
    for place, line in enumerate(head[:LOOKED_AT]):
        heading = _read(line, head[place + 1 :], remembered)
        if (number := sum(map(bool, heading.fields))) > most:
            best, most = heading, number
    if best is None and whatever and head:
        widest = max(head[:LOOKED_AT], key=lambda line: sum(bool(cell.strip()) for cell in line.cells))
        best = _read(widest, (), remembered)
    return best


def _read(line: Line, below: Sequence[Line], remembered: Mapping[str, str] | None) -> Heading:
    titles = tuple(" ".join(cell.split()) for cell in line.cells)
    while titles and not titles[-1]:
        titles = titles[:-1]
    fields = [meaning(cell, remembered) if cell.strip() else "" for cell in line.cells[: len(titles)]]
    if "service_number" not in fields:
        for place, title in enumerate(titles):
            if plain(title) in WEAK and not fields[place] and not _counts(below, place):
                fields[place] = "service_number"
                break
    return Heading(line.row, titles, tuple(_as_one_name(fields)))


def _as_one_name(fields: list[str]) -> list[str]:
    """Return the fields, with “Nom” alone as the whole name; beside “prénom” it is that of the family."""
    if "family_name" in fields and not {"name", "given_name", "middle_name"}.intersection(fields):
        return ["name" if field == "family_name" else field for field in fields]
    return fields


def _counts(below: Sequence[Line], column: int) -> bool:
    """Return whether a column only counts its rows."""
    cells = [ascii_digits(line.cells[column].strip()) for line in below if column < len(line.cells)]
    numbers = [cell.rstrip(".") for cell in cells if cell][:5]
    return numbers == [str(number) for number in range(1, len(numbers) + 1)]
