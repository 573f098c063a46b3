"""Shares of the marks as Moodle writes them, in percent with few digits, and as they are meant. Pure.

The table is what Moodle offers (`question_bank::fraction_options_full`): a share within 0.00001 of one of them is that
one (`match_grade_options`).
"""

from fractions import Fraction
from typing import Any

from .draft import Refused

_PARTS = "1 9/10 5/6 4/5 3/4 7/10 2/3 3/5 1/2 2/5 1/3 3/10 1/4 1/5 1/6 1/7 1/8 1/9 1/10 1/20"
GRADES = tuple(float(Fraction(part)) for part in _PARTS.split())
_NEAR = 1e-5


class Unreadable(Exception):
    """A question cannot be read: the code of the reason, and what its sentence names."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values

    def refused(self, **place: Any) -> Refused:
        return Refused(self.reason, self.values, **place)


def fraction(percent: float) -> float:
    """Return the share of the marks, -1..1, that `percent` means: 33.33333 is a third.

    Raises `Unreadable` for what is more than all.
    """
    share = percent / 100
    if not -1 - _NEAR <= share <= 1 + _NEAR:
        raise Unreadable("fraction-range", given=f"{percent:g}")
    near = next((grade for grade in GRADES if abs(grade - abs(share)) < _NEAR), None)
    if near is not None:
        return near if share > 0 else -near
    return 0.0 if abs(share) < _NEAR else share


def percent(share: float) -> str:
    """Return the number that `fraction` reads as `share`: 5 digits after the point at most where that is enough, as
    Moodle writes it, else all of them.
    """
    short = f"{share * 100:.5f}".rstrip("0").rstrip(".") or "0"
    if fraction(float(short)) == share:
        return short
    return f"{share * 100:.15f}".rstrip("0").rstrip(".")
