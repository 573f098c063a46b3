"""Folding of text, by which texts that a reader takes for the same become equal. Pure, and the same on every database.

Search, lists of people, the question bank, headings of files and short answers compare by `fold` or its `words`. Raise
`lms.desks.search.indexing.VERSION` with it, and run `manage.py rebuild_search_words` for what other rooms keep.

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
    **dict.fromkeys("کگ", "ك"),
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
_DIACRITICS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Accents, and the hamza that sits on another letter."""
_LATIN = str.maketrans(LATIN)

WORD = re.compile(r"[^\W_]+")
LONGEST = 40
"""Characters of a word that are compared."""


def fold(text: str, *, case: bool = False, marks: bool = False) -> str:
    """Return `text` as it is compared: lower case unless `case` counts, without diacritics unless `marks` count, white
    space as single spaces.

    Space at the ends is kept (as one), since a wildcard may follow. Arabic and Ethiopic are folded always, and so are
    digits of any script.
    """
    if text.isascii():
        text = text.replace("`", "'")
        return _spaced(text if case else text.lower())
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace("፡፡", "።").translate(_FOLDED)
    text = _ROUND.sub(lambda match: ROUNDED[match[1]], text)
    if not case:
        text = unicodedata.normalize("NFKC", text.casefold())
    if not marks:
        text = unicodedata.normalize("NFC", _DIACRITICS.sub("", unicodedata.normalize("NFD", text.translate(_LATIN))))
    seen = (sign for sign in text if sign.isascii() or unicodedata.category(sign) != "Cf")
    return _spaced("".join(str(unicodedata.digit(sign, sign)) for sign in seen))


def ascii_digits(text: str) -> str:
    """Return `text` with digits of any script as 0 to 9; raised ones stay as they are."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def words(text: str) -> list[str]:
    """Return the words of `text` in order, folded, each at most `LONGEST` characters long."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


def _spaced(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
