"""Shapes of the bodies of the built-in types of questions, as JSON. Texts are HTML where an editor may format them.

A `fraction` is the share of the question's marks that a choice or answer earns, -1..1; an `id` names a part in every
language and version.
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict


class Item(TypedDict):
    """One of several texts that are put in order, sorted or rated."""

    id: str
    text: str


class Foreseen(Item):
    """An answer in plain text that an author foresees. `*` in it is any text."""

    fraction: float


class Option(Foreseen):
    """An option to choose, or an answer that is foreseen, with a sentence on it."""

    feedback: str


class OptionsBody(TypedDict):
    """Single and multiple choice, true or false. `scoring` is there in multiple choice alone."""

    options: Sequence[Option]
    scoring: NotRequired[str]


class ShortTextBody(TypedDict):
    """Answers in the order in which they are compared. `case` and `marks`: capitals and diacritics count."""

    answers: Sequence[Option]
    case: bool
    marks: bool


class ForeseenNumber(TypedDict):
    """A foreseen number; None is any other. `tolerance` is in its unit, or where `relative`, a share of it."""

    id: str
    value: float | None
    tolerance: float
    relative: bool
    fraction: float


class NumberAnswer(ForeseenNumber):
    """A foreseen number, with a sentence on it."""

    feedback: str


class Unit(TypedDict):
    """A unit that may be written. `factor` of it make one of the unit that the answers are in."""

    id: str
    name: str
    factor: float


class NumericalBody(TypedDict):
    """A number. `unit` is “none”, “optional” or “required”; a wrong one costs the share `penalty` of the mark."""

    answers: Sequence[NumberAnswer]
    units: Sequence[Unit]
    unit: str
    penalty: float


class Extra(TypedDict):
    """A choice of matching that belongs to no text."""

    id: str
    match: str


class Pair(Item):
    """A text and the plain text that belongs to it."""

    match: str


class MatchingBody(TypedDict):
    """Pairs to match. `scoring` is “each” or “all”."""

    pairs: Sequence[Pair]
    extras: Sequence[Extra]
    scoring: str


class Sorted(Item):
    """An item that belongs in a bin, or in none."""

    feedback: str


class Bin(Item):
    """A bin with what belongs in it."""

    items: Sequence[Sorted]


class ClassificationBody(TypedDict):
    """Bins, and `extras` that belong in none. `scoring` is “each” or “all”."""

    bins: Sequence[Bin]
    extras: Sequence[Sorted]
    scoring: str


class OrderingBody(TypedDict):
    """Items in the right order. `scoring` is “exact”, “run” or “pairwise”."""

    items: Sequence[Item]
    scoring: str


class RatingBody(TypedDict):
    """Statements on a scale of 1 to `points`, whose ends mean `low` and `high`."""

    statements: Sequence[Item]
    points: int
    low: str
    high: str


class Level(Item):
    """A level of a criterion, with the points that it earns."""

    points: float


class Criterion(Item):
    """A criterion of a rubric."""

    levels: Sequence[Level]


class FreeTextBody(TypedDict):
    """A free text. Limits are in words, None for no limit; the field has `lines`; `model` is a good answer."""

    words_min: int | None
    words_max: int | None
    lines: int
    rubric: Sequence[Criterion]
    model: str


class Gap(TypedDict):
    """A gap, filled with words or a number (`kind` is “text” or “number”) up to `tolerance` from the right one."""

    id: str
    answers: Sequence[Option]
    kind: str
    tolerance: float


class GapFillBody(TypedDict):
    """A text with `[[id]]` for each gap. `mode` is “typed”, “list” or “drag”; `extras` are wrong words to drag."""

    text: str
    mode: str
    gaps: Sequence[Gap]
    extras: Sequence[Item]
    case: bool


class Region(TypedDict):
    """A region of a picture: a “rect”, “circle” or “polygon” whose `coords` are shares of its width and height."""

    id: str
    label: str
    shape: str
    coords: list[float]
    fraction: float
    feedback: str
