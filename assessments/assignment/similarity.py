"""Likeness of texts that several people hand in: runs of words that they share. Pure.

Shingling after A. Z. Broder, On the resemblance and containment of documents (1997): a text is the set of its runs of
`LENGTH` words, folded as searches fold them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.foundation.text.folding import fold

LENGTH = 5
LEAST = 0.15
"""Share from which on two texts are shown as alike: below it they share the words of the task."""
PASSAGES, LONGEST = 3, 60
"""Shared passages that are shown, and words of each."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Likeness:
    """`share`, 0..1, of the shorter text that stands in the other; the longest `passages` that both have."""

    share: float
    passages: list[str]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words of a text."""
    return set(_runs(_WORDS.findall(fold(text))))


def likeness(text: str, other: str) -> Likeness:
    """Compare two texts; a share of 0 where one is shorter than a run."""
    one, two = shingles(text), shingles(other)
    if not one or not two:
        return Likeness(0.0, [])
    return Likeness(len(one & two) / min(len(one), len(two)), _passages(text, two))


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1))


def _passages(text: str, shared: set[tuple[str, ...]]) -> list[str]:
    """Return the longest passages of `text` whose runs are all `shared`, as they are written there."""
    places = list(_WORDS.finditer(text))
    runs = _runs([fold(place[0]) for place in places])
    found: list[tuple[int, int]] = []
    for at, run in enumerate(runs):
        if run not in shared:
            continue
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], at + LENGTH)
        else:
            found.append((at, at + LENGTH))
    longest = sorted(found, key=lambda pair: pair[0] - pair[1])[:PASSAGES]
    return [text[places[first].start() : places[min(last, first + LONGEST) - 1].end()] for first, last in longest]
