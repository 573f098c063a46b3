"""Values of a person from the cells of a row, in local forms of sex, language and date. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.foundation.text.folding import ascii_digits

from .dates import doubt_about, year_in
from .headings import plain
from .table import Reason
from .text_cleaning import tidy

_NUMBER = re.compile(r"[\w./-]+")
_CUT = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.I)
"""A long number as a spreadsheet shows it: its last digits are gone."""
_WHOLE = re.compile(r"^(\d+)\.0+$")
"""What programs make of a whole number in a column where one is empty."""
_EMAIL = re.compile(r"[^\s@<>,;:\"'()\[\]]+@[^\s@<>,;:\"'()\[\]]+\.[^\s@<>,;:\"'()\[\]\d.][^\s@<>,;:\"'()\[\].]*")
_PHONE = re.compile(r"\+?[\d\s()./-]{5,29}")
_FORMULA = re.compile(r"[=+@＝＋＠]|-(?!\w)|[-－]\d")
_ERRORS = frozenset(("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"))
LONGEST = {"service_number": 40, "name": 200, "rank": 60, "email": 254, "phone": 30}
NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "none", "x", "?", "."))
YEARS = range(1920, 2101)

SEXES: Mapping[str, str] = {
    plain(word): sex
    for sex, words in {
        "F": """f female woman women w lady girl femme feminin fille mme mlle أنثى انثى امرأة إناث ሴት ሴ
            mke mwanamke ke kike msichana dumar dheddig naag gabadh haween dubartii dhalaa durba""",
        "M": """m male man men gentleman boy h homme masculin garcon mr ذكر رجل ذكور ወንድ ወ
            me mume mwanaume mwanamume kiume mvulana lab nin rag wiil dhiira gurbaa""",
        "": "x unknown unstated inconnu",
    }.items()
    for word in words.split()
} | {"not stated": "", "non precise": "", "غير محدد": "", "አልተገለጸም": ""}


@dataclass(frozen=True)
class Vocabulary:
    """Names of this site for its role families and languages, in every language, by their `plain` form."""

    role_families: Mapping[str, str]
    languages: Mapping[str, str]


@dataclass
class ParsedRow:
    """Values of a person from one row, by the field of `User`, the reasons why the row is refused, and what may be
    read wrongly.
    """

    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)


def parse_row(cells: Sequence[str], fields: Sequence[str], vocabulary: Vocabulary) -> ParsedRow:
    """Return the values of the cells below headings of these `fields`; empty cells give no value."""
    found: dict[str, str] = {}
    said = ParsedRow()
    for column, cell in zip(fields, cells, strict=False):
        text = tidy(cell)
        if column and text in _ERRORS:
            said.reasons.append(("cell-error", {"text": text}))
        elif column and text and column not in found:
            found[column] = text
    if any(cell.strip() for cell in cells[len(fields) :]):
        said.reasons.append(("too-many-cells", {}))
    _number(said, found.get("service_number", ""))
    _name(said, found)
    for column, read in _OTHERS.items():
        if found.get(column, "").casefold() not in NOTHING:
            read(said, found[column], vocabulary)
    return said


def _number(said: ParsedRow, text: str) -> None:
    number = _WHOLE.sub(r"\1", ascii_digits(text))
    if not number:
        said.reasons.append(("number-missing", {}))
    elif _CUT.fullmatch(number):
        said.reasons.append(("number-cut", {"text": number}))
    elif not _NUMBER.fullmatch(number) or len(number) > LONGEST["service_number"]:
        said.reasons.append(("number-odd", {"text": number[:60]}))
    said.values["service_number"] = number[: LONGEST["service_number"]]


def _name(said: ParsedRow, found: Mapping[str, str]) -> None:
    parts = (found.get(part, "") for part in ("given_name", "middle_name", "family_name"))
    name = found.get("name") or " ".join(part for part in parts if part)
    if not name:
        said.reasons.append(("name-missing", {}))
    elif len(name) > LONGEST["name"]:
        said.reasons.append(("too-long", {"field": "name", "most": LONGEST["name"]}))
    elif _FORMULA.match(name) or not any(sign.isalpha() for sign in name):
        said.reasons.append(("name-odd", {"text": name[:60]}))
    said.values["name"] = name[: LONGEST["name"]]


def _sex(said: ParsedRow, text: str, _vocabulary: Vocabulary) -> None:
    _one_of(said, "sex", plain(text), text, SEXES)


def _role_family(said: ParsedRow, text: str, vocabulary: Vocabulary) -> None:
    _one_of(said, "role_family", plain(text), text, vocabulary.role_families)


def _language(said: ParsedRow, text: str, vocabulary: Vocabulary) -> None:
    _one_of(said, "language", plain(text), text, vocabulary.languages)


def _one_of(said: ParsedRow, column: str, key: str, text: str, known: Mapping[str, str]) -> None:
    if key not in known:
        said.reasons.append((f"{column}-unknown", {"text": text[:60]}))
    elif known[key]:
        said.values[column] = known[key]


def _rank(said: ParsedRow, text: str, _vocabulary: Vocabulary) -> None:
    if len(text) > LONGEST["rank"]:
        said.reasons.append(("too-long", {"field": "rank", "most": LONGEST["rank"]}))
    else:
        said.values["rank"] = text


def _email(said: ParsedRow, text: str, _vocabulary: Vocabulary) -> None:
    address = text.removeprefix("mailto:")
    if len(address) > LONGEST["email"] or not _EMAIL.fullmatch(address):
        said.reasons.append(("email-odd", {"text": text[:60]}))
    else:
        said.values["email"] = address


def _phone(said: ParsedRow, text: str, _vocabulary: Vocabulary) -> None:
    number = ascii_digits(text)
    if not _PHONE.fullmatch(number):
        said.reasons.append(("phone-odd", {"text": text[:60]}))
    else:
        said.values["phone"] = number


def _birth_year(said: ParsedRow, text: str, _vocabulary: Vocabulary) -> None:
    year = year_in(text)
    if year not in YEARS:
        said.reasons.append(("birth-unknown", {"text": text[:60]}))
    else:
        said.values["birth_year"] = year
        if doubt := doubt_about(text):
            said.doubts.append((f"birth-{doubt}", {"text": text[:60], "year": year}))


_OTHERS: Mapping[str, Callable[[ParsedRow, str, Vocabulary], None]] = {
    "sex": _sex,
    "rank": _rank,
    "role_family": _role_family,
    "language": _language,
    "email": _email,
    "phone": _phone,
    "birth_year": _birth_year,
}
