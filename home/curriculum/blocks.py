"""Conversion of the blocks of a file to those of a page, as Wagtail stores them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5

from .files import CARE, BadFile, named
from .question_bodies import paragraph, whole_body

Block = dict[str, Any]


def objectives(course: Mapping[str, Any]) -> list[Block]:
    """Return the objectives, which say what the learner will be able to do, a block each."""
    return [
        _block("objective", text, course["key"], "objective", place) for place, text in enumerate(course["objectives"])
    ]


def body(course_key: str, lesson: Mapping[str, Any], provisions: Mapping[str, int]) -> list[Block]:
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


def question_body(question: Mapping[str, Any]) -> list[Block]:
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


def hints(question: Mapping[str, Any]) -> list[Block]:
    """Return the hints of a question, a block each, in the order in which they are given."""
    return [
        _block("hint", paragraph(text), "question", question["key"], "hint", place)
        for place, text in enumerate(question.get("hints", []))
    ]


def _choice(key: str, options: Sequence[Mapping[str, Any]]) -> Any:
    made = [
        _block("item", _rich_option(option), "question", key, "option", place) for place, option in enumerate(options)
    ]
    return {"options": made}


def _choices(key: str, options: Sequence[Mapping[str, Any]]) -> Any:
    return {**_choice(key, options), "scoring": "all"}


def _statement(key: str, options: Sequence[Mapping[str, Any]]) -> Any:
    """Return a statement. True comes first in the files."""
    names = ("true", "false")
    texts = {
        name: {part: paragraph(option[part]) for part in ("text", "feedback")}
        for name, option in zip(names, options, strict=True)
    }
    right = next((name for name, option in zip(names, options, strict=True) if option["right"]), "true")
    return {"right": right, "credit": None, **texts}


def _rich_option(option: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: paragraph(option[name]) for name in ("text", "feedback")}
    return {"text": texts["text"], "right": option["right"], "credit": None, "feedback": texts["feedback"]}


def _block(kind: str, value: Any, *name: str | int) -> Block:
    return {"type": kind, "value": value, "id": str(named(*name))}


def _items(values: Sequence[Any], *name: str | int) -> list[Block]:
    return [_block("item", value, *name, place) for place, value in enumerate(values)]


def _option(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": entry["text"], "right": entry["right"], "feedback": entry["feedback"]}


def _heading(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return block["text"]


def _text(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return block["html"]


def _callout(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return {"tone": block["tone"], "title": block["title"], "text": block["html"]}


def _case(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return {"title": block["title"], "text": block["html"], **{part: block.get(part, "") for part in CARE}}


def _table(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    rows = [_items(row, *name, "row", place) for place, row in enumerate(block["rows"])]
    return {
        "caption": block["caption"],
        "header": _items(block["header"], *name, "header"),
        "rows": _items(rows, *name, "rows"),
    }


def _check(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    options = _items([_option(entry) for entry in block["options"]], *name, "option")
    return {"stem": block["stem"], "options": options, "in_order": block.get("in_order", False)}


def _citation(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return {"provisions": _cited(block, name, provisions)}


def _country(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> Any:
    return {"countries": [block["country"]], "text": block["html"], "provisions": _cited(block, name, provisions)}


def _cited(block: Mapping[str, Any], name: tuple, provisions: Mapping[str, int]) -> list[Block]:
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
