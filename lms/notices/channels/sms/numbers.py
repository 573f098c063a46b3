"""Phone numbers as gateways want them: with a plus and the code of the country (ITU-T E.164)."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How a country writes its numbers: its code, the lengths of a number without it, and whether one inside the
    country begins with 0.
    """

    code: str
    lengths: tuple[int, ...]
    trunk: bool = True


PLANS = {
    "DJ": Plan("253", (8,), trunk=False),
    "ET": Plan("251", (9,)),
    "KE": Plan("254", (9,)),
    "UG": Plan("256", (9,)),
}
"""ITU national numbering plans, as of 2026: mobile numbers."""
_WHOLE = re.compile(r"\+[1-9][0-9]{7,14}")
_LOCAL = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[\s()./‐-―-]+")


def international(written: str, country: str) -> str:
    """The number as people write it, in digits of any script, with the code of `country` where it has none; nothing
    where it is no number that can be reached.
    """
    number = "".join(str(unicodedata.decimal(sign, sign)) for sign in _BETWEEN.sub("", written))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if not number.startswith("+"):
        number = _with_code(number, PLANS.get(country))
    return number if _WHOLE.fullmatch(number) else ""


def _with_code(number: str, plan: Plan | None) -> str:
    if plan is None or not _LOCAL.fullmatch(number):
        return ""
    if number.startswith(plan.code) and len(number) - len(plan.code) in plan.lengths:
        return f"+{number}"
    local = number[1:] if plan.trunk and number.startswith("0") else number
    return f"+{plan.code}{local}" if len(local) in plan.lengths else ""
