"""Numbers as Moodle's files write them: with a decimal point. Pure."""

import re
from math import isfinite

from .grades import Unreadable

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def number(text: str) -> float:
    """Return the number that `text` is; raises `Unreadable` for anything else, also for one too large to hold."""
    if _NUMBER.fullmatch(text) and len(text) < 400 and isfinite(float(text)):
        return float(text)
    raise Unreadable("number", given=text[:60])


def span(low: str, high: str) -> tuple[float, float]:
    """Return middle and half width of low..high: whole numbers where PHP keeps them whole."""
    if _INTEGER.fullmatch(low) and _INTEGER.fullmatch(high):
        total = int(high) + int(low)
        middle = total // 2 if total % 2 == 0 else total / 2
        return middle, int(high) - middle
    top = number(high)
    average = (top + number(low)) / 2
    return average, top - average


def shown(value: float) -> str:
    """Return the shortest text that `number` reads as `value`."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
