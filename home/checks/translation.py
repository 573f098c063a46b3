"""Rules about a translation beside its source. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ..curriculum.schema import OF_EACH_LANGUAGE
from . import limits
from .editions import Edition, Finding, Part, Place, plain, strings
from .plan import words_of_lesson

NAMES = ("key", "type", "kind", "tone", "country", "countries", "provisions", "difficulty", "id")
"""Parts that hold no sentence."""
_THOUSANDS = re.compile(r"(?<=\d)[,.٬\u00a0\u202f ](?=\d{3}(?!\d))")
_ORDINAL = re.compile(r"\b1(?:er|re|ers|res)\b")


def structure(edition: Edition) -> Iterator[Finding]:
    """Find parts that the source does not have or has differently: keys, types, minutes, and which option is right."""
    if edition.is_source:
        return
    ours, theirs = _frame(edition), _frame(edition.source)
    for name in dict.fromkeys([*theirs, *ours]):
        if ours.get(name) != theirs.get(name):
            yield Finding("structure", Place(edition.language, *name))
    if list(ours) != list(theirs) and ours.keys() == theirs.keys():
        yield Finding("structure", edition.here)


def numbers(edition: Edition) -> Iterator[Finding]:
    """Find numbers that the source does not have at this place, and numbers of three figures or more that are gone. A
    shorter one may be a word in one of them, and is judged where the number words of the source are known.
    """
    if edition.is_source:
        return
    theirs = {(place.part, place.item): part for place, part in edition.source.items()}
    for place, part in edition.items():
        source = theirs.get((place.part, place.item), part)
        here, there = _numbers(part), _numbers(source)
        gone = {number for number in there - here if number > 99}
        more = {number for number in here - there if number > 99 or edition.source.language == "en"} - _spelt(source)
        if more or gone:
            values = {"here": _listed(more), "there": _listed(gone or there - here)}
            yield Finding("numbers", place, values)


def length(edition: Edition) -> Iterator[Finding]:
    """Find lessons that are a quarter longer or shorter than the other lessons of this translation are, each beside its
    source.
    """
    theirs = {lesson["key"]: words_of_lesson(lesson) for lesson in edition.source.lessons}
    ours = {lesson["key"]: words_of_lesson(lesson) for lesson in edition.lessons if theirs.get(lesson["key"])}
    whole = sum(ours.values()) / max(1, sum(theirs[key] for key in ours))
    for key, here in ours.items():
        expected = theirs[key] * whole
        if abs(here - expected) > limits.TRANSLATION_OFF * expected:
            values = {"here": round(here), "expected": round(expected)}
            yield Finding("length", Place(edition.language, key), values)


def turned_number(edition: Edition) -> Iterator[Finding]:
    """Find numbers of laws with letters between Arabic words without a left-to-right mark: 133/AN/16 is shown as
    AN/16/133, which is no law.
    """
    for place, part in edition.items() if edition.language == "ar" else ():
        for text in strings(part, NAMES):
            for number in re.findall(r"(?<![\u200e\d/])\d+/[A-Z]+/\S*", text):
                yield Finding("turned_number", place, {"number": number})


def _frame(edition: Edition) -> dict[tuple[str, str], object]:
    """Return what has to be the same in all languages, by its place and in order."""
    parts: list[Part] = [*edition.lessons, *edition.parts("quiz", "exercise")]
    draws = [part.get("draws") for part in parts]
    whole = edition.text.get("minutes"), len(edition.text.get("objectives") or []), draws
    of_parts = {(part["key"], ""): part.get("minutes") for part in parts}
    return {("", ""): whole, **of_parts, **{(place.part, place.item): _shape(part) for place, part in edition.items()}}


def _shape(value: object, name: str = "") -> object:
    """Return a part without its words."""
    if isinstance(value, dict):
        return {key: _shape(inner, key) for key, inner in value.items() if key not in OF_EACH_LANGUAGE}
    if isinstance(value, list):
        return [_shape(inner, name) for inner in value]
    return value if name in NAMES or not isinstance(value, str) else bool(value)


def _numbers(part: Part) -> set[int]:
    text = _ORDINAL.sub("", plain(" ".join(strings(part, NAMES))))
    return {int(number) for number in re.findall(r"\d{1,99}", _THOUSANDS.sub("", text))}


def _spelt(part: Part) -> set[int]:
    """Return the numbers up to 100 that stand as English words."""
    words = re.findall(r"[a-z]+", plain(" ".join(strings(part, NAMES))).lower())
    pairs = [(limits.NUMBER_WORDS.get(one), limits.NUMBER_WORDS.get(two, 0)) for one, two in pairwise([*words, ""])]
    return {value + more for one, two in pairs if one is not None for value, more in ((one, 0), (one, two))}


def _listed(found: set[int]) -> str:
    return ", ".join(map(str, sorted(found))) or "–"


RULES = (structure, numbers, length, turned_number)
