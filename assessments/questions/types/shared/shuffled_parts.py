"""Base of the types whose parts, in the order as they were written, are the answer: a random order and names that
reveal nothing.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from html import unescape

from django.utils.html import strip_tags


def opaque(name: str) -> str:
    """Return a name that stands for `name` and does not show it, in every language version the same."""
    return sha256(name.encode()).hexdigest()[:16]


def mixed(names: Iterable[str]) -> list[str]:
    """Return `names` in an order that has nothing to do with how they came, always the same, and not the one in which
    they came.
    """
    written = list(names)
    shuffled = sorted(written, key=opaque)
    return shuffled if shuffled != written else shuffled[::-1]


def words(html: str) -> str:
    """Return the words of a text in HTML, to tell texts apart and to name them."""
    return " ".join(unescape(strip_tags(html)).split())


def repeated(texts: Iterable[str]) -> list[str]:
    """Return the words of those texts, as HTML, that occur several times. A picture without words equals no other."""
    return [text for text, count in Counter(map(words, texts)).items() if text and count > 1]
