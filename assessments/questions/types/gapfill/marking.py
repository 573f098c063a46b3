"""Marking a text with gaps: the mean of what each gap earns. Pure.

The key's gaps carry, where they are written in, `answers` to compare with, and where one chooses, the `fractions` of
the choices.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from lms.foundation.plugins.question import IN_PART

from ..marking.guess_score import one_of
from ..marking.number import exact, first_near, read
from ..marking.text import Answer, earned, first_fit
from ..shared.shapes import GapFillKey, GapKey

ANY = "*"


def matched(gap: GapKey, written: str, *, case: bool) -> Answer | None:
    """Return the first answer of a gap that `written` fits, by its text or as a number. Diacritics count where capitals
    do.
    """
    if gap["kind"] != "number":
        return first_fit(gap["answers"], written, case=case, marks=case)
    reading = read(written)
    sound = reading is not None and reading.unit in ("", "%")
    foreseen = [{**answer, "tolerance": gap["tolerance"], "relative": False} for answer in _numbers(gap["answers"])]
    if not written.strip():
        return None
    return first_near(foreseen, reading.values if reading and sound else ())


def _numbers(answers: Sequence[Answer]) -> Iterator[dict[str, object]]:
    """Yield the answers with their `value`; None for a star, which is any other. One that is no number is left out."""
    for answer in answers:
        value = exact(answer["text"])
        if value is not None or answer["text"].strip() == ANY:
            yield {**answer, "value": value}


def worth(gap: GapKey, given: str, *, case: bool) -> float:
    """Return the mark of one gap, 0..1: `given` is the written text, or the id of the choice."""
    if "fractions" in gap:
        return earned({"fraction": gap["fractions"].get(given, 0.0)})
    return earned(matched(gap, given, case=case))


def mark(key: GapFillKey, response: Mapping[str, str]) -> float:
    """Return the mean over all gaps; an empty gap earns nothing."""
    gaps = key["gaps"]
    shares = [worth(gap, response[gap["id"]], case=key["case"]) for gap in gaps if response.get(gap["id"])]
    return fsum(shares) / len(gaps) if gaps else 0.0


def guessed(key: GapFillKey, offered: Mapping[str, Sequence[str]]) -> float | None:
    """Return the mean over all gaps of what a random choice among those `offered` earns; a gap that is written in earns
    nothing.
    """
    shares = [
        one_of(gap["fractions"], offered.get(gap["id"], [])) or 0.0 if "fractions" in gap else 0.0
        for gap in key["gaps"]
    ]
    return fsum(shares) / len(shares) if shares else None


def picked(key: GapFillKey, response: Mapping[str, str]) -> dict[str, float]:
    """Return the choice in each gap, by the names of both, and its mark there; gaps that are written in are left
    out.
    """
    return {
        f"{gap['id']}{IN_PART}{response[gap['id']]}": gap["fractions"].get(response[gap["id"]], 0.0)
        for gap in key["gaps"]
        if "fractions" in gap and response.get(gap["id"])
    }
