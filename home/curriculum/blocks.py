"""Conversion of the blocks of a file to those of a page, as Wagtail stores them. Pure."""

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import uuid5

from .file_shapes import BlockText, LessonText, OptionText, QuestionText
from .files import BadFile, named
from .question_bodies import paragraph, whole_body

Value = object
"""What a block stores: JSON."""


class Block(TypedDict):
    """A block as Wagtail stores it."""

    type: str
    value: Value
    id: str


def objectives(course: str, texts: Sequence[str]) -> list[Block]:
    """Return the objectives of the course with the key `course`, a block each."""
    return [_block("objective", text, course, "objective", place) for place, text in enumerate(texts)]


def body(course_key: str, lesson: LessonText, provisions: Mapping[str, int]) -> list[Block]:
    """Return the body of a lesson; `provisions` gives the row of each provision by its key. Raises `BadFile`."""
    made, added = [], 0
    for place, block in enumerate(lesson["blocks"]):
        maker = _MAKERS.get(block["type"])
        if maker is None:
            raise BadFile(
                f"{course_key}, lesson “{lesson['key']}”, block {place + 1}: nobody knows blocks of type "
                f"“{block['type']}”."
            )
        name = ("check", block["key"]) if "key" in block else (course_key, lesson["key"], place - added)
        added += (
            "key" in block and block["type"] != "check"
        )  # put in later: those after it keep the names that they had
        try:
            made.append(_block(block["type"], maker(block, name, provisions), *name))
        except KeyError as error:
            raise BadFile(
                f"{course_key}, lesson “{lesson['key']}”, block {place + 1}: {error} is missing or not known."
            ) from error
    return made


def question_body(question: QuestionText) -> list[Block]:
    """Return the body of a question in the bank: one block of the question's kind. Raises `BadFile`."""
    kind, key = question["kind"], question["key"]
    if "body" in question:
        value = whole_body(question)
    elif kind in _BODIES:
        value = _BODIES[kind](key, question["options"])
    else:
        raise BadFile(
            f"The question “{key}” is of the type “{kind}” and has options; with options there are "
            f"{', '.join(_BODIES)}."
        )
    return [{"type": kind, "value": value, "id": str(uuid5(named("question", key), "body"))}]


def hints(question: QuestionText) -> list[Block]:
    """Return the hints of a question, a block each, in the order in which they are given."""
    return [
        _block("hint", paragraph(text), "question", question["key"], "hint", place)
        for place, text in enumerate(question.get("hints", []))
    ]


def _choice(key: str, options: Sequence[OptionText]) -> dict[str, Value]:
    made = [
        _block("item", _rich_option(option), "question", key, "option", place) for place, option in enumerate(options)
    ]
    return {"options": made}


def _choices(key: str, options: Sequence[OptionText]) -> dict[str, Value]:
    return {**_choice(key, options), "scoring": "all"}


def _statement(key: str, options: Sequence[OptionText]) -> dict[str, Value]:
    """Return a statement. True comes first in the files."""
    names = ("true", "false")
    texts = {
        name: {"text": paragraph(option["text"]), "feedback": paragraph(option["feedback"])}
        for name, option in zip(names, options, strict=True)
    }
    right = next((name for name, option in zip(names, options, strict=True) if option["right"]), "true")
    return {"right": right, "credit": None, **texts}


def _rich_option(option: OptionText) -> dict[str, Value]:
    text, feedback = paragraph(option["text"]), paragraph(option["feedback"])
    return {"text": text, "right": option["right"], "credit": None, "feedback": feedback}


def _block(kind: str, value: Value, *name: str | int) -> Block:
    return {"type": kind, "value": value, "id": str(named(*name))}


def _items(values: Sequence[Value], *name: str | int) -> list[Block]:
    return [_block("item", value, *name, place) for place, value in enumerate(values)]


def _option(entry: OptionText) -> dict[str, Value]:
    return {"text": entry["text"], "right": entry["right"], "feedback": entry["feedback"]}


def _heading(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return block["text"]


def _text(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return block["html"]


def _callout(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"tone": block["tone"], "title": block["title"], "text": block["html"]}


def _case(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {
        "title": block["title"],
        "text": block["html"],
        "content_note": block.get("content_note", ""),
        "skip": block.get("skip", ""),
        "wellbeing": block.get("wellbeing", ""),
    }


def _table(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    rows = [_items(row, *name, "row", place) for place, row in enumerate(block["rows"])]
    return {
        "caption": block["caption"],
        "header": _items(block["header"], *name, "header"),
        "rows": _items(rows, *name, "rows"),
    }


def _check(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    options = _items([_option(entry) for entry in block["options"]], *name, "option")
    return {"stem": block["stem"], "options": options, "in_order": block.get("in_order", False)}


def _citation(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"provisions": _cited(block, name, provisions)}


def _country(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"countries": [block["country"]], "text": block["html"], "provisions": _cited(block, name, provisions)}


def _cited(block: BlockText, name: tuple, provisions: Mapping[str, int]) -> list[Block]:
    return _items([provisions[key] for key in block.get("provisions", [])], *name, "provision")


_MAKERS = {
    "heading": _heading,
    "text": _text,
    "callout": _callout,
    "case": _case,
    "table": _table,
    "check": _check,
    "country": _country,
    "citation": _citation,
}
_BODIES = {"single": _choice, "multiple": _choices, "truefalse": _statement}
