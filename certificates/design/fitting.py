"""Fitting of text into a box: as large as the box allows, broken into lines of about the same length. Pure."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .sheet import LEAST_SIZE

POINT = 25.4 / 72
"""Millimetres of a point."""
LEADING = 1.36
"""Distance of lines as a multiple of the font size."""
LEAST = 3.0
"""Size in points below which nothing is printed."""
_STEP = 0.96
_SAFE = 0.995
"""Share of a line that text may fill: measured widths are rounded."""


@dataclass(frozen=True)
class Paragraph:
    """Words with their widths, and the width of a space, as multiples of the font size."""

    words: Sequence[str]
    widths: Sequence[float]
    space: float
    width_of: Callable[[str], float]

    @classmethod
    def of(cls, text: str, width_of: Callable[[str], float]) -> "Paragraph":
        words = text.split(" ")
        return cls(words, [width_of(word) for word in words], width_of(" "), width_of)


def largest(paragraphs: Sequence[Paragraph], wanted: float, *, width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest size up to `wanted` in which the paragraphs fit a box in millimetres, and their lines; 0
    and no lines where the box is too small for any.
    """
    size = min(wanted, height / (LEADING * POINT * len(paragraphs)))
    while size >= LEAST:
        room = width / POINT / size * _SAFE
        most = int(height / (size * LEADING * POINT) + 1e-6)
        # Words are broken only where the size is the least that people read.
        if size <= LEAST_SIZE or all(max(one.widths) <= room for one in paragraphs):
            lines = [line for one in paragraphs for line in _balanced(one, room)]
            if len(lines) <= most:
                return size, lines
        size = max(size * _STEP, LEAST_SIZE) if size > LEAST_SIZE else size * _STEP
    return 0.0, []


def _balanced(paragraph: Paragraph, width: float) -> list[str]:
    """Return the fewest lines, all of about the same length."""
    lines = _wrapped(paragraph, width)
    if len(lines) < 2:
        return lines
    low, high = width / 2, width
    for _round in range(6):
        middle = (low + high) / 2
        tried = _wrapped(paragraph, middle)
        if len(tried) > len(lines):
            low = middle
        else:
            high, lines = middle, tried
    return lines


def _wrapped(paragraph: Paragraph, width: float) -> list[str]:
    """Return the lines of a paragraph; a word longer than a line is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    for word, its_width in _pieces(paragraph, width):
        if line and used + paragraph.space + its_width > width:
            lines.append(line)
            line, used = "", 0.0
        line, used = (f"{line} {word}", used + paragraph.space + its_width) if line else (word, its_width)
    return [*lines, line]


def _pieces(paragraph: Paragraph, width: float) -> Iterator[tuple[str, float]]:
    for word, its_width in zip(paragraph.words, paragraph.widths, strict=True):
        if its_width <= width:
            yield word, its_width
            continue
        piece = ""
        for letter in word:
            # A mark stays with the letter that carries it.
            if (
                piece
                and not unicodedata.category(letter).startswith("M")
                and paragraph.width_of(piece + letter) > width
            ):
                yield piece, width
                piece = ""
            piece += letter
        yield piece, paragraph.width_of(piece)
