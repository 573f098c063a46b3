"""Ranks as they are compared. Pure."""

from functools import lru_cache

from lms.foundation.text.folding import words

FILLERS = frozenset(
    word
    for words_of_a_language in (
        ("police", "of", "the", "officer", "grade", "woman", "women", "1", "2", "i", "ii"),
        ("de", "la", "du", "des", "ya"),
        ("ከፖሊስ", "የፖሊስ", "ፖሊስ", "شرطه", "الشرطه"),
    )
    for word in words_of_a_language
)


@lru_cache(maxsize=4096)
def plain_rank(rank: str) -> str:
    """Return a rank without the words that say no more than that it is of the police."""
    return " ".join(word for word in words(rank) if word not in FILLERS)
