"""Words by which people are found, and keys by which they are compared, however these were typed. Pure."""

import re

from lms.foundation.text.folding import LONGEST, fold

MOST = 16
"""Words of one person, and of one search."""
LONGEST_KEY = 120
FEWEST_WORDS = 2
"""A name of one word says too little of who somebody is."""
_AROUND = '.,;:!?()[]"/-_@'


def search_words(text: str) -> list[str]:
    """Return the words of `text`, each once: “Wanjirũ wa Kamau, KE-20377” gives wanjiru, wa, kamau, ke-20377, ke and
    20377.
    """
    found: dict[str, None] = {}
    for whole in _folded(text).split():
        whole = whole.strip(_AROUND)
        for word in (whole, *re.split(r"[\W_]+", whole)):
            if word:
                found.setdefault(word[:LONGEST])
    return list(found)[:MOST]


def query_words(text: str) -> list[str]:
    """Return the words of a search for `text`: each begins a word of the person."""
    parts = (whole.strip(_AROUND) for whole in _folded(text).split())
    return list(dict.fromkeys(part[:LONGEST] for part in parts if part))[:MOST]


def number_key(number: str) -> str:
    """Return `number` without capitals, spaces and signs, with digits of any script as 0–9: “ke ٢٠٣-77” is ke20377."""
    return "".join(filter(str.isalnum, fold(number)))[:LONGEST_KEY]


def name_key(name: str) -> str:
    """Return the words of `name` in alphabetical order, folded and without signs; empty if they are too few."""
    words = sorted("".join(letter if letter.isalnum() else " " for letter in _folded(name)).split())
    return " ".join(words)[:LONGEST_KEY] if len(words) >= FEWEST_WORDS else ""


def _folded(text: str) -> str:
    """Return `text` folded and without apostrophes, as in Ng’ang’a."""
    return fold(text).replace("'", "")
