"""The words by which people are found, as they are compared: without marks and capitals, in any script. Pure."""

import re
import unicodedata

MOST = 16
"""Words of one person, and of one search."""
LONGEST = 40
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "'": None, "’": None, "ʼ": None, "‘": None, "`": None})
"""What is written one way or the other: the last letters of Arabic names, and apostrophes, as in Ng’ang’a."""


def words(text: str) -> list[str]:
    """Return the words of `text`, each once: “Wanjirũ wa Kamau, KE-20377” gives wanjiru, wa, kamau, ke-20377, ke and
    20377.
    """
    found: dict[str, None] = {}
    for whole in fold(text).split():
        whole = whole.strip('.,;:!?()[]"/-_@')
        for word in (whole, *re.split(r"[^\w]+|_", whole)):
            if word:
                found.setdefault(word[:LONGEST])
    return list(found)[:MOST]


def query_words(text: str) -> list[str]:
    """Return the words of a search for `text`: each begins a word of the person."""
    parts = (whole.strip('.,;:!?()[]"/-_@') for whole in fold(text).split())
    return list(dict.fromkeys(part[:LONGEST] for part in parts if part))[:MOST]


def fold(text: str) -> str:
    """Return `text` as it is compared: small letters, no marks; é and ũ, أ and إ become e and u, ا and ا."""
    plain = unicodedata.normalize("NFKD", text).translate(_ALIKE).casefold()
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
