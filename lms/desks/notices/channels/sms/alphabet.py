"""Length of a text message: in the alphabet of GSM, with seven bits a letter, or else in UCS-2. Pure.

3GPP TS 23.038, 6.2.1, has the alphabet and its extension; 3GPP TS 23.040, 9.2.3.24.1, what a message of several parts
loses to the header of each.
"""

from dataclasses import dataclass

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
"""Each takes two places."""
SINGLE, PART = {"gsm7": 160, "ucs2": 70}, {"gsm7": 153, "ucs2": 67}
"""Places in a message by itself, and in each part of a longer one."""
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
"""Signs of print that would make a whole message UCS-2, which is less than half as long."""


@dataclass(frozen=True)
class Length:
    """The `encoding` of a text (gsm7 or ucs2), how many `places` it takes, and in how many `parts` it is sent."""

    encoding: str
    places: int
    parts: int


def length_of(text: str) -> Length:
    """Return the alphabet of `text` with its length in letters and in parts. The empty text is one part."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        sizes = [1 if letter in _BASIC else 2 for letter in text]
        return Length("gsm7", sum(sizes), _parts(sizes, "gsm7"))
    sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Length("ucs2", sum(sizes), _parts(sizes, "ucs2"))


def _parts(sizes: list[int], encoding: str) -> int:
    """Count parts. No letter is cut in two: one that does not fit begins the next part."""
    if sum(sizes) <= SINGLE[encoding]:
        return 1
    parts, filled = 1, 0
    for size in sizes:
        if filled + size > PART[encoding]:
            parts, filled = parts + 1, 0
        filled += size
    return parts


def plain(text: str) -> str:
    """Return `text` with the signs of print as a typewriter has them."""
    return text.translate(PLAIN)
