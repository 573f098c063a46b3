"""Marking a number with its unit. Pure.

A unit's `factor` says how many of it make one of the unit that the answers are in: with answers in metres, centimetres
have 100. Source: Moodle, question/type/numerical, where it is called multiplier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from assessments.formats.bodies import Unit
from lms.foundation.text.folding import fold

from ..marking.number import Reading, first_near, read
from ..marking.text import earned
from ..shared.shapes import NumericalKey

PERCENT = "%"


@dataclass(frozen=True)
class Verdict:
    """Verdict on an answer: its mark, the foreseen answer that it matched, and whether its unit is right."""

    mark: float
    answer: Mapping[str, Any] | None = None
    unit_right: bool = True
    readable: bool = True


def verdict(key: NumericalKey, written: str) -> Verdict:
    """Return the verdict on `written`. A text without a number can only match an answer that is for any other.

    A unit that nobody knows, or that is missing though required, costs the penalty, and the number counts as it stands.
    Where no unit is asked for, nothing but a per cent sign may stand beside the number.
    """
    if not written.strip():
        return Verdict(0.0)
    reading = read(written)
    if reading is None or (key["unit"] == "none" and reading.unit not in ("", PERCENT)):
        other = next((answer for answer in key["answers"] if answer["value"] is None), None)
        return Verdict(earned(other), other, readable=False)
    factor, unit_right = _unit(key, reading)
    answer = first_near(key["answers"], [scaled for value in reading.values if isfinite(scaled := value / factor)])
    share = earned(answer)
    return Verdict(
        share if unit_right else share * (1 - min(max(key["penalty"], 0.0), 1.0)), answer, unit_right=unit_right
    )


def _unit(key: NumericalKey, reading: Reading) -> tuple[float, bool]:
    """Return the factor to divide by, and whether the unit is right."""
    if key["unit"] == "none" or (key["unit"] == "optional" and not reading.unit):
        return 1.0, True
    unit = _named(key["units"], reading.unit)
    return (float(unit["factor"]), True) if unit and unit["factor"] > 0 else (1.0, False)


def _named(units: Sequence[Unit], name: str) -> Unit | None:
    """Return the unit of that name: as it is written, or else the only one that differs in capitals alone."""
    for case in (True, False):
        wanted = fold(name, case=case, marks=True).strip(" ")
        matching = [unit for unit in units if fold(unit["name"], case=case, marks=True).strip(" ") == wanted]
        if matching and (case or len(matching) == 1):
            return matching[0]
    return None
