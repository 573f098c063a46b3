"""Folding of writing, by which texts that a reader takes for the same become equal: signs that look alike, Arabic,
Ethiopic. Pure.

Sources. Compatibility forms: Unicode Standard Annex 15 (NFKC). Arabic and Persian: what the ArabicNormalizer and
PersianNormalizer of Apache Lucene fold. Amharic: letters that became one sound (ሀ ሐ ኀ ኸ, ሠ ሰ, አ ዐ, ጸ ፀ) are spelled
freely, as are the first and fourth order of the first and third of these, and rounded consonants (W. Leslau, Reference
Grammar of Amharic, 1995, on the script). For Tigrinya or Ge'ez, where they are sounds of their own, these folds would
be too generous; neither is a language here.
"""

import re
import unicodedata

SIGNS = {
    **dict.fromkeys("‘’‚‛ʼʻʹ′`´＇", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
}
"""Signs that keyboards write in several ways. Folded before NFKC, which would make a space of some."""

ARABIC = {
    "ـ": "",
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    "ک": "ك",
    "ة": "ه",
    "ۀ": "ه",
    "ہ": "ه",
    "ۂ": "ه",
    "ۃ": "ه",
    "ە": "ه",
    "ھ": "ه",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "۔": ".",
}
_ARABIC_MARKS = [
    *range(0x610, 0x61B),
    *range(0x64B, 0x660),
    0x670,
    *range(0x6D6, 0x6DD),
    *range(0x6DF, 0x6E5),
    0x6E7,
    0x6E8,
    *range(0x6EA, 0x6EE),
]
"""Vowel signs, doubling and the like, which are written or left out as one likes."""


def _row(start: int, onto: int, length: int = 7) -> dict[str, str]:
    """Return the orders of one Ethiopic consonant, as those of another."""
    return {chr(start + order): chr(onto + order) for order in range(length)}


_ALIKE = {
    **_row(0x1210, 0x1200),
    **_row(0x1280, 0x1200),
    **_row(0x12B8, 0x1200),
    **_row(0x1220, 0x1230, 8),
    **_row(0x12D0, 0x12A0),
    **_row(0x1340, 0x1338),
}
ETHIOPIC = {
    **{letter: {"ሃ": "ሀ", "ኣ": "አ"}.get(onto, onto) for letter, onto in _ALIKE.items()},
    "ሃ": "ሀ",
    "ኣ": "አ",
    "ዉ": "ው",
    "ቈ": "ቆ",
    "ኰ": "ኮ",
    "ጐ": "ጎ",
    "ኈ": "ሆ",
    "ዀ": "ሆ",
    "ቊ": "ቁ",
    "ኲ": "ኩ",
    "ጒ": "ጉ",
    "ኊ": "ሁ",
    "ዂ": "ሁ",
    "ቍ": "ቁ",
    "ኵ": "ኩ",
    "ጕ": "ጉ",
    "ኍ": "ሁ",
    "ዅ": "ሁ",
    "ሗ": "ኋ",
    "ዃ": "ኋ",
    "ዄ": "ኌ",
    "፡": " ",
    "፠": " ",
    "፨": " ",
    "።": ".",
    "፣": ",",
    "፤": ";",
    "፥": ":",
    "፦": ":",
    "፧": "?",
    "\u135d": "",
    "\u135e": "",
    "\u135f": "",
}
"""Letters of one sound, rounded consonants, punctuation, and the signs of a long consonant or vowel."""

ROUNDED = dict(zip("ሁሉሙሩሱሹቁቡቱቹኑኙኩዙዡዱጁጉጡጩጹፉፑ", "ኋሏሟሯሷሿቋቧቷቿኗኟኳዟዧዷጇጓጧጯጿፏፗ", strict=True))
"""A consonant with u and then ዋ, which is also one letter: ጉዋ as ጓ."""

LATIN = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
}
"""Letters that have no plain one inside for Unicode, but have for people who lack the key."""

_FOLDED = str.maketrans({**ARABIC, **ETHIOPIC, **dict.fromkeys(map(chr, _ARABIC_MARKS), "")})
_SIGNS = str.maketrans(SIGNS)
_ROUND = re.compile("([" + "".join(ROUNDED) + "])ዋ")
_DIACRITICS = re.compile("[\u0300-\u036f\u0591-\u05c7\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LATIN = str.maketrans(LATIN)


def fold_text(text: str, *, case: bool = False, marks: bool = False) -> str:
    """Return `text` as it is compared: lower case unless `case` counts, without diacritics unless `marks` count, white
    space as single spaces.

    Space at the ends is kept (as one), since a wildcard may follow. Arabic and Ethiopic are folded always, and so are
    digits of any script.
    """
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace("፡፡", "።").translate(_FOLDED)
    text = _ROUND.sub(lambda match: ROUNDED[match[1]], text)
    if not case:
        text = unicodedata.normalize("NFKC", text.casefold())
    if not marks:
        text = unicodedata.normalize("NFC", _DIACRITICS.sub("", unicodedata.normalize("NFD", text.translate(_LATIN))))
    return _spaced("".join(_plain(sign) for sign in text))


def _plain(sign: str) -> str:
    """Return a digit as 0 to 9; nothing for what is not seen, such as a mark of direction."""
    if sign.isascii():
        return sign
    if unicodedata.category(sign) == "Cf":
        return ""
    return str(unicodedata.decimal(sign, sign))


def _spaced(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
