"""Words of lessons and of searches in them: folded, without Arabic articles. Pure."""

import re
from collections.abc import Sequence

from lms.foundation.text.folding import words

_ARTICLE = re.compile("^[وفبك]?ال(?=..)|^لل(?=..)")
_PLURAL = re.compile("(?<=[a-z]{3})s$")
_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
"""Accents, vowel signs, joiners and soft hyphens, which stand within a word."""
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
"""A word as it is written."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, as they are compared."""
    return [_ARTICLE.sub("", word) for word in words(text)]


def begins_with(token: str, words: Sequence[str]) -> bool:
    """Return whether a word as it is written begins with one of `words`, which are folded."""
    return any(word.startswith(tuple(words)) for word in words_of(token))


def line_of(text: str) -> str:
    """Return a text as the database keeps it: with a space before each word, so that its beginning is found."""
    return "".join(f" {word}" for word in words_of(text))


def query_words(query: str, *, most: int) -> list[str]:
    """Return the first `most` words of a search, each once; a plural is sought by its singular, which it begins
    with.
    """
    return list(dict.fromkeys(_PLURAL.sub("", word) for word in words_of(query)))[:most]
