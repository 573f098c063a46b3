"""A reading in the terms of Moodle's importers, so that anybody can compare what two programs read from one file.

Pure.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from .draft import Category, Description, Draft, Reading, Refused
from .texts import one_line

TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "matching": "match",
    "ordering": "ordering",
    "shorttext": "shortanswer",
    "numerical": "numerical",
    "gapfill": "multianswer",
    "freetext": "essay",
}
"""Moodle's names of our types; where it has none, ours stands."""


def describe_reading(reading: Reading, *, format: str) -> dict[str, object]:
    """Describe the reading of a file: how many, of which types, each question, how many were rejected, and whether the
    file could not be read at all.

    Texts are as the file writes them, with runs of blanks as one; shares of the marks are rounded to 5 digits.
    """
    kept = [entry for entry in reading.entries if not isinstance(entry, Refused)]
    types = Counter("category" if isinstance(entry, Category) else question(entry)["type"] for entry in kept)
    return {
        "count": len(kept),
        "fatal": reading.fatal is not None,
        "format": format,
        "questions": [question(entry) for entry in kept if not isinstance(entry, Category)],
        "rejected": len(reading.entries) - len(kept),
        "types": dict(sorted(types.items())),
    }


def question(entry: Draft | Description) -> dict[str, Any]:
    """Return one question, with its keys in alphabetical order."""
    if isinstance(entry, Description):
        return {"stem": one_line(entry.written or entry.text), "type": "description"}
    described = {
        "stem": one_line(entry.written.get("stem", entry.stem)),
        "type": entry.written.get("type", TYPES.get(entry.kind, entry.kind)),
    }
    described.update(_PARTS.get(entry.kind, _nothing)(entry))
    return dict(sorted(described.items()))


def _nothing(draft: Draft) -> dict[str, object]:
    return {}


def _choice(draft: Draft) -> dict[str, object]:
    return {**_answers(draft, draft.body["options"]), "single": int(draft.kind == "single")}


def _truefalse(draft: Draft) -> dict[str, object]:
    return {"correct": int(any(option["id"] == "true" and option["fraction"] >= 1 for option in draft.body["options"]))}


def _matching(draft: Draft) -> dict[str, object]:
    return {"pairs": len(draft.body["pairs"]) + len(draft.body["extras"])}


def _shorttext(draft: Draft) -> dict[str, object]:
    return _answers(draft, draft.body["answers"])


def _numerical(draft: Draft) -> dict[str, object]:
    answers = draft.body["answers"]
    tolerances = draft.written.get("tolerances", [answer["tolerance"] for answer in answers])
    values = draft.written.get("answers", ["*" if answer["value"] is None else answer["value"] for answer in answers])
    return {
        "answers": [_written(value) for value in values],
        "fractions": _fractions(answers),
        "tolerance": [_whole(tolerance) for tolerance in tolerances],
    }


def _answers(draft: Draft, answers: list[Mapping[str, object]]) -> dict[str, object]:
    texts = draft.written.get("answers", [answer["text"] for answer in answers])
    return {"answers": [one_line(text) for text in texts], "fractions": _fractions(answers)}


def _fractions(answers: list[Mapping[str, Any]]) -> list[float]:
    return [round(answer["fraction"], 5) + 0.0 for answer in answers]


def _written(value: object) -> str:
    """Return a number that was computed is empty where it is 0: so Moodle's own tools print the middle of -5..5."""
    if isinstance(value, str):
        return one_line(value)
    return str(_whole(value)) if value else ""


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


_PARTS = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "matching": _matching,
    "shorttext": _shorttext,
    "numerical": _numerical,
}
