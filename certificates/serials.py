"""The serial number of a certificate: twelve characters, the last of which shows that the others were copied rightly.
Pure.

The alphabet is Crockford's base 32: no I, L, O or U, so that nothing is confused with 1, 0 or V. The eleven characters
drawn at random hold 55 bits, so that nobody finds a certificate by guessing. The check character is a Reed–Solomon
check symbol over GF(32) (field polynomial x⁵ + x² + 1): it catches every single wrong character and every exchange of
two, near or far.
"""

import secrets
import unicodedata
from functools import reduce

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans("OIL", "011")
_LONGEST = 200
_FIELD = 0b100101


class InvalidSerial(ValueError):
    """Refusal of a text that is no serial: too short, too long, or its check character does not agree with the rest."""


def draw() -> str:
    """Return a new serial in its written form, from the system's secure random numbers."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return written(drawn + check(drawn))


def check(characters: str) -> str:
    """Return the character that makes the polynomial with these coefficients vanish at the field's generator."""
    return ALPHABET[reduce(lambda total, value: _times_generator(total ^ value), map(ALPHABET.index, characters), 0)]


def written(characters: str) -> str:
    """Return three groups of four: K7QX-4M2P-9TCD."""
    return "-".join(characters[start : start + 4] for start in range(0, LENGTH, 4))


def read(text: str) -> str:
    """Return the written form of what somebody typed or pasted: in any case, with spaces, with O for 0 or I for 1, or
    the whole address.

    Raises `InvalidSerial`.
    """
    last = text.strip()[:_LONGEST].rstrip("/").rsplit("/", 1)[-1]
    characters = (
        "".join(filter(str.isalnum, map(_digit, unicodedata.normalize("NFKC", last)))).upper().translate(_READ_AS)
    )
    if len(characters) != LENGTH or not set(characters) <= set(ALPHABET) or check(characters[:-1]) != characters[-1]:
        raise InvalidSerial(text)
    return written(characters)


def _digit(character: str) -> str:
    """Return digits of other scripts, as Arabic and Amharic keyboards write them, as ours."""
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def _times_generator(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 0b100000 else value
