"""Shapes of what the types of questions freeze in an attempt and show, as JSON. Ids are those of the body's parts."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from assessments.formats.bodies import Criterion, Foreseen, ForeseenNumber, Item, Unit


class Reveal(TypedDict, total=False):
    """Texts shown with the result: the sentence on each answer that has one, by id, and a good answer."""

    feedback: Mapping[str, str]
    model: str


class OptionsShown(TypedDict):
    options: Sequence[Item]


class ChoiceKey(TypedDict):
    """The fraction that each option earns, by id; and the scoring in multiple choice."""

    fractions: Mapping[str, float]
    scoring: NotRequired[str]


class FreeTextKey(TypedDict, total=False):
    """Limits in words, None for no limit, and the rubric by which a person marks."""

    words_min: int | None
    words_max: int | None
    rubric: Sequence[Criterion]


class FreeTextShown(TypedDict):
    """Limits in words, None for no limit; the lines of the field; the criteria without their levels."""

    words_min: int | None
    words_max: int | None
    lines: int
    criteria: Sequence[Item]


class AssignmentKey(TypedDict):
    """The right choice for each item, by their ids; `scoring` is “each” or “all”."""

    right: Mapping[str, str]
    scoring: str


class AssignmentOrder(TypedDict):
    """Ids in the order of one attempt."""

    items: list[str]
    choices: list[str]


class AssignmentShown(TypedDict):
    """Items, and what one chooses among: in matching `choices`, texts by id, of which the ids `offered` are drawn; in
    classification `bins`, and whether something (`extras`) belongs in none of them.
    """

    items: Sequence[Item]
    choices: NotRequired[Mapping[str, str]]
    offered: NotRequired[Sequence[str]]
    bins: NotRequired[Sequence[Item]]
    extras: NotRequired[bool]


class OrderingKey(TypedDict):
    """Ids in the right order; `scoring` is “exact”, “run” or “pairwise”."""

    order: Sequence[str]
    scoring: str


class OrderingShown(TypedDict):
    items: Sequence[Item]


class RatingShown(TypedDict):
    """Statements on a scale of 1 to `points`, whose ends mean `low` and `high`."""

    statements: Sequence[Item]
    points: int
    low: str
    high: str


class RatingOrder(TypedDict):
    statements: Sequence[str]
    points: int


class ShortTextKey(TypedDict):
    """Answers without feedback. `case` and `marks`: capitals and diacritics count."""

    answers: Sequence[Foreseen]
    case: bool
    marks: bool


class ShortTextShown(TypedDict, total=False):
    case: bool


class NumericalKey(TypedDict):
    """Answers without feedback; a wrong unit costs the share `penalty` of the mark."""

    answers: Sequence[ForeseenNumber]
    units: Sequence[Unit]
    unit: str
    penalty: float


class NumericalShown(TypedDict, total=False):
    """The unit that is asked for, and whether digits are all that is written."""

    unit: str
    digits: bool


class GapKey(TypedDict):
    """A gap in the key: the `fractions` of its choices by id, or where it is written in, the answers to compare with,
    of a `kind` (“text” or “number”) and up to `tolerance` from the right number.
    """

    id: str
    fractions: NotRequired[Mapping[str, float]]
    answers: NotRequired[Sequence[Foreseen]]
    kind: NotRequired[str]
    tolerance: NotRequired[float]


class GapFillKey(TypedDict):
    """The gaps; and whether capitals and diacritics count."""

    gaps: Sequence[GapKey]
    case: bool


class GapFillOrder(TypedDict):
    """Ids of the gaps, and of the choices in the order of one attempt: by gap, or in one pool."""

    gaps: Sequence[str]
    choices: NotRequired[Mapping[str, Sequence[str]]]
    pool: NotRequired[Sequence[str]]


class GapShown(TypedDict):
    id: str
    kind: str


class GapFillShown(TypedDict):
    """The text with `[[id]]` for each gap. `mode` is “typed”, “list” or “drag”; the choices are by gap, or a pool."""

    text: str
    mode: str
    gaps: Sequence[GapShown]
    choices: NotRequired[Mapping[str, Sequence[Item]]]
    pool: NotRequired[Sequence[Item]]


class GapFillReveal(TypedDict, total=False):
    """The sentence on each answer, by gap and answer."""

    feedback: Mapping[str, Mapping[str, str]]


class Place(TypedDict):
    """Place of a region: a “rect”, “circle” or “polygon” whose `coords` are shares of the picture's sides."""

    id: str
    shape: str
    coords: Sequence[float]


class HotspotOrder(TypedDict):
    """Ids of the regions in the order of the list; the regions as written, of which the first counts; the height of the
    picture over its width; and whether several may be chosen.
    """

    ids: list[str]
    places: Sequence[Place]
    ratio: float
    several: bool
