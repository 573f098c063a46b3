"""Values of facts, and times of a case, as people write them, with digits of any script."""

import re

from django.utils.translation import gettext as _

_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")
AN_HOUR, A_DAY = 60, 1440


def written_value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_value(text: str) -> object:
    """Return yes or no in the reader’s language or in English, a number, else the words; None for nothing."""
    plain = text.strip()
    if plain.casefold() in (_("yes").casefold(), "yes", "true"):
        return True
    if plain.casefold() in (_("no").casefold(), "no", "false"):
        return False
    if _NUMBER.fullmatch(plain):
        number = float(plain.replace(",", "."))
        return int(number) if number.is_integer() else number
    return text.strip() or None


def written_clock(minute: int) -> str:
    return f"{minute % A_DAY // AN_HOUR:02}:{minute % AN_HOUR:02}"


def read_clock(text: str) -> int:
    """Return minutes of the day. Raises `ValueError`."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(text)
    return int(match[1]) * AN_HOUR + int(match[2])


def written_hours(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes / AN_HOUR:g}"


def read_hours(text: str) -> int:
    """Return minutes. Raises `ValueError`."""
    plain = text.strip().replace(",", ".")
    if not _NUMBER.fullmatch(plain) or (number := float(plain)) < 0:
        raise ValueError(text)
    return round(number * AN_HOUR)
