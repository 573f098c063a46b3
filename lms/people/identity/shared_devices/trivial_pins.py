"""Check for PINs that others guess first. Pure."""

import unicodedata
from itertools import pairwise

SHORTEST, LONGEST = 4, 8
USUAL = frozenset({"2580", "0852", "5683", "1004", "147258", "258369", "147852", "159753", "14725836", "159357"})
"""Ways over the keys of a telephone, and words that are typed on them."""
YEARS = range(1930, 2040)


def digits_of(text: str) -> str:
    """Return the digits of `text` as 0–9, in whichever script they are written, without spaces; empty if any other sign
    is among them.
    """
    found = [unicodedata.decimal(one, None) for one in text if not one.isspace()]
    return "" if None in found else "".join(str(one) for one in found)


def is_trivial(pin: str, *, number: str, birth_year: int | None) -> bool:
    """Return whether `pin` is among the first guesses of a person who knows the owner's service number and year of
    birth, or neither.
    """
    own = digits_of("".join(one for one in number if unicodedata.decimal(one, None) is not None))
    half = len(pin) // 2
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return (
        len(set(pin)) < 3
        or len(steps) == 1
        or pin == pin[::-1]
        or pin[:half] * 2 == pin
        or pin in USUAL
        or (len(pin) == 4 and int(pin) in YEARS)
        or (birth_year is not None and str(birth_year) in pin)
        or any(each in own or (len(own) >= SHORTEST and own in each) for each in (pin, pin[::-1]))
    )
