"""Words as they are compared: without case, accents, vowel signs, articles and letters that sound alike. Pure.

The same for what is written in lessons and for what somebody types, in every language, on every database.
"""

import re
from unicodedata import category, digit, normalize

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
"""Accents and vowel signs that stand by themselves."""
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
LONGEST = 40
"""Characters of a word that are compared."""
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ٱ": "ا", "ک": "ك", "ی": "ي", "گ": "ك"})
_SERIES = {0x1210: 0x1200, 0x1280: 0x1200, 0x12B8: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
"""Series of Ethiopic letters that are said alike in Amharic, by their first of seven, and the one written for all."""
_ETHIOPIC = {
    **{old + order: new + order for old, new in _SERIES.items() for order in range(7)},
    **{first + 3: first for first in (0x1200, 0x12A0)},
    **{old + 3: new for old, new in _SERIES.items() if new in (0x1200, 0x12A0)},
}
_ARTICLE = re.compile("^[وفبك]?ال(?=..)|^لل(?=..)")
_PLURAL = re.compile("(?<=[a-z]{3})s$")


def folded(word: str) -> str:
    """Return one word as it is compared."""
    plain = normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in plain if category(sign) != "Mn")
    digits = "".join(str(digit(sign)) if category(sign) == "Nd" else sign for sign in bare)
    written = digits.translate(_ARABIC).translate(_ETHIOPIC)
    return _ARTICLE.sub("", written)[:LONGEST]


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, as they are compared."""
    found = (folded(match) for match in WORD.findall(normalize("NFC", text)))
    return [word for word in found if word]


def line_of(text: str) -> str:
    """Return a text as the database keeps it: with a space before each word, so that its beginning is found."""
    return "".join(f" {word}" for word in words_of(text))


def sought(query: str, *, most: int) -> list[str]:
    """Return the first `most` words of a search, each once; a plural is sought by its singular, which it begins
    with.
    """
    return list(dict.fromkeys(_PLURAL.sub("", word) for word in words_of(query)))[:most]
