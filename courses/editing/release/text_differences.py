"""Two versions of a text, laid side by side: which paragraphs and which words are in one and not in the other. Pure.

Bounded in time and size, since it compares whatever editors write: long paragraphs are not compared word by word, and a
text with very many paragraphs is cut.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from lms.foundation.plugins.passages import Passage

MOST_LINES = 300
"""Paragraphs of a passage that are compared,
behind those that are the same at its beginning and before those at its end.
"""
MOST_WORDS = 400
"""Words of a changed stretch that are compared one by one; a longer one is shown as taken out and put in."""
LONGEST_LINE = 4000
"""Characters of a paragraph that are shown."""
ALIKE = 0.3
"""Two stretches of which less is the same are shown one after the other:
words that stay by chance do not help to read them.
"""
_WORD = re.compile(r"\S+")
_BREAK = "\n"


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words that follow each other, all of them in both versions or all in one."""

    text: str
    kind: Kind = Kind.SAME


Line = tuple[Piece, ...]
GAP: Line = ()
"""Stands for paragraphs that are the same in both versions."""


@dataclass(frozen=True)
class Difference:
    """A passage that is not the same in two versions: the paragraphs that differ, as they were and as they are.

    It is `cut` where not all is told. Where the reader may not see it (`withheld`), that it differs is all there is.
    """

    passage: Passage
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    cut: bool = False
    withheld: bool = False

    @property
    def size(self) -> int:
        """The number of characters that it shows."""
        return sum(len(piece.text) for side in (self.before, self.after) for line in side for piece in line)


def differences(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Difference]:
    """Yield the differences, in the order of `new`; passages that are in `old` alone come last."""
    before = {passage.name: passage for passage in old}
    for passage in new:
        known = before.pop(passage.name, None)
        if known is None:
            yield _compared(replace(passage, text=""), passage)
        elif known.text != passage.text:
            yield _compared(known, passage)
    for passage in before.values():
        yield _compared(passage, replace(passage, text=""))


def _compared(old: Passage, new: Passage) -> Difference:
    one, other, cut = _middle(old.text.splitlines(), new.text.splitlines())
    before: list[Line] = []
    after: list[Line] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other).get_opcodes():
        if kind == "equal":
            before.append(GAP)
            after.append(GAP)
            continue
        gone, inserted = _worded(one[start:end], other[begin:stop])
        before += gone
        after += inserted
    return Difference(new, tuple(before), tuple(after), cut=cut)


def _middle(old: list[str], new: list[str]) -> tuple[list[str], list[str], bool]:
    """Return the two without what both begin and end with, but for one line of each that stands for it; and whether
    more had to go.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, end = max(head - 1, 0), max(tail - 1, 0)
    middles = [lines[start : len(lines) - end] for lines in (old, new)]
    cut = any(len(middle) > MOST_LINES for middle in middles) or any(
        len(line) > LONGEST_LINE for middle in middles for line in middle
    )
    one, other = ([line[:LONGEST_LINE] for line in middle[:MOST_LINES]] for middle in middles)
    return one, other, cut


def _worded(old: Sequence[str], new: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Return two stretches of paragraphs, compared word by word."""
    one, other = _words(old), _words(new)
    if not one or not other or max(len(one), len(other)) > MOST_WORDS:
        return _whole(old, Kind.GONE), _whole(new, Kind.NEW)
    matcher = SequenceMatcher(None, one, other)
    if matcher.ratio() < ALIKE:
        return _whole(old, Kind.GONE), _whole(new, Kind.NEW)
    before: list[tuple[str, Kind]] = []
    after: list[tuple[str, Kind]] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        same = kind == "equal"
        before += [(word, Kind.SAME if same else Kind.GONE) for word in one[start:end]]
        after += [(word, Kind.SAME if same else Kind.NEW) for word in other[begin:stop]]
    return _lines(before), _lines(after)


def _words(lines: Sequence[str]) -> list[str]:
    """Return the words of some paragraphs, with a mark between two of these."""
    words: list[str] = []
    for line in lines:
        words += [*([_BREAK] if words else []), *_WORD.findall(line)]
    return words


def _whole(lines: Sequence[str], kind: Kind) -> list[Line]:
    return [(Piece(line, kind),) for line in lines]


def _lines(words: Sequence[tuple[str, Kind]]) -> list[Line]:
    """Return words as paragraphs of pieces."""
    lines: list[list[tuple[list[str], Kind]]] = [[]]
    for word, kind in words:
        if word == _BREAK:
            lines.append([])
        elif lines[-1] and lines[-1][-1][1] is kind:
            lines[-1][-1][0].append(word)
        else:
            lines[-1].append(([word], kind))
    return [tuple(Piece(" ".join(texts), kind) for texts, kind in line) for line in lines if line]
