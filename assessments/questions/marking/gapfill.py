"""Marking a text with gaps: the mean of what each gap earns. Pure.

The key's gaps carry, where they are written in, `answers` to compare with, and where one chooses, the `fractions` of the choices.
"""

from collections.abc import Mapping
from math import fsum
from typing import Any

from .number import exact, first_near, read
from .text import Answer, earned, first_fit

Gap = Mapping[str, Any]


def matched(gap: Gap, written: str, *, case: bool) -> Answer | None:
    """The first answer of a gap that `written` fits, by its text or as a number. Diacritics count where capitals do."""
    if gap["kind"] != "number":
        return first_fit(gap["answers"], written, case=case, marks=case)
    reading = read(written)
    if reading is None or reading.unit not in ("", "%"):
        return None
    foreseen = [
        {**answer, "value": value, "tolerance": gap["tolerance"], "relative": False}
        for answer in gap["answers"]
        if (value := exact(answer["text"])) is not None
    ]
    return first_near(foreseen, reading.values)


def worth(gap: Gap, given: str, *, case: bool) -> float:
    """What one gap earns, 0..1: `given` is what was written, or the id of what was chosen."""
    if "fractions" in gap:
        return earned({"fraction": gap["fractions"].get(given, 0.0)})
    return earned(matched(gap, given, case=case))


def mark(key: Mapping[str, Any], response: Mapping[str, str]) -> float:
    """The mean over all gaps; an empty gap earns nothing."""
    gaps = key["gaps"]
    shares = [worth(gap, response[gap["id"]], case=key["case"]) for gap in gaps if response.get(gap["id"])]
    return fsum(shares) / len(gaps) if gaps else 0.0
