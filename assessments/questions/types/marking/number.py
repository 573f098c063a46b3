"""Reading numbers as people write them, and whether one is near enough to another. Pure; nothing here is ever infinite
or no number.

The rule for what stands between digits:

1. A space of any width, an apostrophe and the Arabic ٬ part thousands; the Arabic ٫ is the decimal mark.
2. Where point and comma both appear, the last one is the decimal mark and the other parts thousands: 1,234.5 and
   1.234,5.
3. One of them that appears several times parts thousands: 1.234.567.
4. One of them that appears once is the decimal mark, and where one to three digits that do not begin with 0 stand
   before and exactly three behind, it could also part thousands: 1,234 and 1.234 are written for both in the countries
   that learn here. Then both are read.

Thousands are parted in groups of three, by one kind of sign. A decimal mark needs no digit before it. Powers of ten:
1.5e3, 1,5 × 10^3, 1.5·10³. Digits are those of any script that has ten of them: Arabic-Indic ٠ to ٩, Eastern ۰ to ۹,
full width.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from lms.foundation.text.folding import SIGNS, ascii_digits, fold

EPSILON = 1e-14
"""How near two numbers are that are written alike: Moodle's 10^-precision, with PHP's usual precision of 14 digits."""

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SIGNS = str.maketrans({sign: plain for sign, plain in SIGNS.items() if plain != '"'})
_GROUPED = r"\d+(?:[ .,'٫٬]\d+)*"
_SCALE = (
    r"\s*(?:[eE]\s*(?P<e>[+-]?\d+)|[×xX*·⋅]\s*10\s*(?:(?:\^|\*\*)\s*(?P<power>[+-]?\d+)|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)))"
)
_NUMBER = re.compile(rf"(?P<sign>[+-]\s*)?(?P<digits>{_GROUPED}|(?<![^\s+-])[.,٫]\d+)(?:{_SCALE}|[.,])?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(\D)\d{3}(?:\1\d{3})*", re.ASCII)
_ANOTHER = re.compile(r"(?:^|[\s.,/+'])-?\d", re.ASCII)
"""A digit that is no part of a unit such as m2 or s^-1."""
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """Readings of a text: `values`, the likelier one first, and the `unit` that stands before or behind, folded with
    its case.
    """

    values: tuple[float, ...]
    unit: str = ""


def read(text: str) -> Reading | None:
    """Return the one number in `text`; None where there is none, where it cannot be read, and where it is too large for
    a float.
    """
    plain = _digits_plain(text)
    match = _NUMBER.search(plain)
    if match is None:
        return None
    scale = match["e"] or match["power"] or (match["raised"] or "0").translate(_RAISED)
    values = [
        value
        for mantissa in _mantissas(match["digits"])
        if (value := _value(match["sign"], mantissa, scale)) is not None
    ]
    rest = plain[: match.start()], plain[match.end() :]
    if not values or any(map(_ANOTHER.search, rest)):
        return None
    return Reading(tuple(values), fold(" ".join(rest), case=True, marks=True).strip(" "))


def exact(text: str) -> float | None:
    """Return the number that a text is, where it is nothing else and can be read in one way only."""
    reading = read(text)
    return reading.values[0] if reading and len(reading.values) == 1 and not reading.unit else None


def near(value: float, right: float, tolerance: float, *, relative: bool = False) -> bool:
    """Return whether `value` is within `tolerance` of `right`: by as much, or where `relative`, by that share of
    `right`.

    Source: Moodle, question/type/numerical, `qtype_numerical_answer::get_tolerance_interval`, types 1 (relative) and 2
    (nominal).
    """
    if relative:
        return abs(value - right) <= abs(right) * (tolerance + EPSILON)
    return abs(value - right) <= tolerance + EPSILON * max(tolerance, abs(right), EPSILON)


def first_near(answers: Sequence[Mapping[str, object]], values: Sequence[float]) -> Mapping[str, object] | None:
    """Return the first of `answers`, in their order, that one of `values` is near.

    An answer whose `value` is None is near to all.
    """
    return next((answer for answer in answers if _hit(answer, values)), None)


def _hit(answer: Mapping[str, Any], values: Sequence[float]) -> bool:
    right = answer["value"]
    return right is None or any(
        near(value, right, answer["tolerance"], relative=answer["relative"]) for value in values
    )


def _digits_plain(text: str) -> str:
    """Return `text` with digits of any script as 0 to 9, spaces as one space, and nothing that is not seen; what is
    raised stays raised.
    """
    seen = (sign for sign in text.translate(_SIGNS) if unicodedata.category(sign) != "Cf")
    return " ".join(ascii_digits("".join(seen)).split())


def _mantissas(digits: str) -> Iterator[str]:
    """Yield `digits` with its signs as Python reads a number, in each way that it may be meant."""
    mark = _decimal_mark([sign for sign in digits if not sign.isdigit()])
    whole, _mark, behind = digits.rpartition(mark) if mark else (digits, "", "")
    if whole and not whole.isdigit() and not _THOUSANDS.fullmatch(whole):
        return
    yield f"{_bare(whole) or '0'}.{behind or '0'}"
    if _EITHER.fullmatch(digits):
        yield f"{_bare(digits)}.0"


def _decimal_mark(marks: Sequence[str]) -> str:
    """Return the sign between digits that is the decimal mark; empty where none is."""
    last = marks[-1] if marks else ""
    return last if last in [*".,٫"] and marks.count(last) == 1 else ""


def _bare(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _value(sign: str | None, mantissa: str, scale: str) -> float | None:
    try:
        value = float(f"{'-' if (sign or '').startswith('-') else ''}{mantissa}e{scale}")
    except ValueError:
        return None
    return (value or 0.0) if isfinite(value) else None
