"""Names as they sound, whatever script or spelling they are written in: their consonants, in Latin letters. Pure.

Made for names of the region: Mohamed, Muhammad, Maxamed and محمد are one, so are Abebe and አበበ, Fatuma, Fadumo and
فاطمة. It says that two names may be one and never that they are: Hassan and Hussein have the same consonants.
"""

import re

from anyascii import anyascii

from lms.foundation.text.folding import fold

LONGEST = 110
FEWEST_WORDS, FEWEST_CONSONANTS = 2, 3
"""Fewer say too little of who somebody is."""
_MOST_LETTERS = 400
"""Of what is looked at: a longer name ends there."""
_ARTICLE = re.compile(r"^ال(?=..)")
_ARTICLES = frozenset(("al", "el", "ul", "ibn", "bin", "binti", "bint", "wa", "ould"))
"""Between the parts of a name, and written or not."""
_SERVANT = re.compile(r"^abd(?:[aeiu]?l|[aeiu])?(?=[^aeiu]\w)")
"""Abdullahi, Abdirahman, Abdul Rahman, Abd al-Rahman: what follows is the name."""
_SERVANTS = frozenset(("abd", "abdi", "abdu", "abdul", "abdel", "abdal", "bd"))
_ALIKE = (
    ("kh", "k"),
    ("sh", "s"),
    ("th", "s"),
    ("dh", "t"),
    ("gh", "g"),
    ("ph", "f"),
    ("ch", "C"),
    ("c", ""),
    ("x", "h"),
    ("q", "k"),
    ("z", "s"),
    ("d", "t"),
    ("p", "b"),
    ("v", "f"),
)
"""What one language writes for another’s: Somali x and c are ح and ع; Arabic has no p and v."""


def sound_key(name: str) -> str:
    """Return the consonants of each word of `name`, the words in order; empty if that is too little to compare."""
    words = sorted(word for word in map(_consonants, _parts(name[:_MOST_LETTERS])) if word)
    if len(words) < FEWEST_WORDS or sum(map(len, words)) < FEWEST_CONSONANTS:
        return ""
    return " ".join(words)[:LONGEST]


def _parts(name: str) -> list[str]:
    """Return the words in Latin letters, without articles; a name with “servant of” is one word with the name that
    follows.
    """
    parts: list[str] = []
    servant = False
    for word in re.split(r"[^\w]+|_", fold(name)):
        plain = re.sub(r"[^a-z]", "", anyascii(_ARTICLE.sub("", word)).lower())
        if not plain or plain in _ARTICLES:
            continue
        if plain in _SERVANTS and not servant:
            servant = True
            continue
        plain, servant = _SERVANT.sub("", plain) if not servant else plain, servant or bool(_SERVANT.match(plain))
        parts.append(f"abd{plain}" if servant else plain)
        servant = False
    return [*parts, "abd"] if servant else parts


def _consonants(word: str) -> str:
    """Return the consonants of a word: w and y count only at its beginning, h not at its end, and doubled letters
    once.
    """
    for many, one in _ALIKE:
        word = word.replace(many, one)
    word = re.sub(r"(.)\1", r"\1", word)
    if not word:
        return ""
    said = word[0] + re.sub(r"[wy]", "", word[1:])
    return re.sub(r"[aeiou]", "", said).removesuffix("h") or word[0]
