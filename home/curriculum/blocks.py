"""Conversion of the blocks of a file to those of a page, as Wagtail stores them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, TypedDict
from uuid import uuid5

from lms.foundation.plugins.question import questions
from lms.foundation.plugins.runtime.registry import NotInstalled

from .block_shapes import (
    CalloutBlock,
    CaseBlock,
    CheckBlock,
    CitationBlock,
    CountryBlock,
    DiagramBlock,
    HeadingBlock,
    OptionText,
    ProcedureBlock,
    TableBlock,
    TextBlock,
)
from .files import named, reference
from .schema import BadFile
from .shapes import LessonText, QuestionText

_FORMATTED = {"feedback", "model"}
"""Texts that are rich text wherever they stand."""
_LISTS = {"", "options", "pairs", "items", "statements"}
"""Lists of a body (nothing: the body itself) in which `text` is rich text."""

Value = object
"""What a block stores: JSON."""


class Block(TypedDict):
    """A block as Wagtail stores it."""

    type: str
    value: Value
    id: str


def objectives(course: str, texts: Sequence[str]) -> list[Block]:
    """Return the objectives of the course with the key `course`, a block each."""
    return items(texts, course, "objective", kind="objective")


def body(course_key: str, lesson: LessonText, provisions: Mapping[str, int]) -> list[Block]:
    """Return the body of a lesson; `provisions` gives the row of each provision by its key. Raises `BadFile`."""
    made = []
    for place, (block, name) in enumerate(zip(lesson["blocks"], names(course_key, lesson), strict=True), 1):
        try:
            made.append(stored_block(block["type"], MAKERS[block["type"]](block, name, provisions), *name))
        except KeyError as error:
            raise BadFile(
                f"{course_key}, lesson “{lesson['key']}”, block {place}: {error} is missing or not known."
            ) from error
    return made


def names(course_key: str, lesson: LessonText) -> list[tuple[str | int, ...]]:
    """Return the name of each block of a lesson, from which its id follows."""
    found: list[tuple[str | int, ...]] = []
    added = 0
    for place, block in enumerate(lesson["blocks"]):
        found.append(("check", block["key"]) if "key" in block else (course_key, lesson["key"], place - added))
        # a block put in later: those after it keep the names that they had
        added += "key" in block and block["type"] != "check"
    return found


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


def paragraph(text: str) -> str:
    """Return plain text as the editor of rich text stores it."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def whole_body(question: QuestionText) -> object:
    """Return the `body` of the question as the block of its type stores it. Raises `BadFile` for a body that the type
    cannot use.
    """
    kind, key = question["kind"], question["key"]
    lists = _LISTS | ({"extras"} if kind == "classification" else set())
    try:
        return questions.get(kind).stored(_filled(question["body"], lists, "", "question", key))
    except NotInstalled as error:
        raise BadFile(f"The question “{key}” is of the type “{kind}”, which nobody knows.") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise BadFile(
            f"The question “{key}”: its body is not that of a question of the type “{kind}”: {error}."
        ) from error


def _filled(value: object, lists: set[str], inside: str, *name: str | int) -> Any:
    """Return `value` with paragraphs where its type wants rich text, and an id in each part of a list that has none."""
    if isinstance(value, Mapping):
        return {part: _part(part, inner, lists, inside, *name) for part, inner in value.items()}
    if isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value):
        return [
            {"id": str(named(*name, place)), **_filled(entry, lists, inside, *name, place)}
            for place, entry in enumerate(value)
        ]
    return value


def _part(part: str, value: object, lists: set[str], inside: str, *name: str | int) -> object:
    if isinstance(value, str):
        return paragraph(value) if part in _FORMATTED or (part == "text" and inside in lists) else value
    return _filled(value, lists, part, *name, part)


def hints(question: QuestionText) -> list[Block]:
    """Return the hints of a question, a block each, in the order in which they are given."""
    return items([*map(paragraph, question.get("hints", []))], "question", question["key"], "hint", kind="hint")


def _choice(key: str, options: Sequence[OptionText]) -> dict[str, Value]:
    return {"options": items([*map(_rich_option, options)], "question", key, "option")}


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


def stored_block(kind: str, value: Value, *name: str | int) -> Block:
    return {"type": kind, "value": value, "id": str(named(*name))}


def items(values: Sequence[Value], *name: str | int, kind: str = "item") -> list[Block]:
    """Return a list of blocks of one type, each named by its place."""
    return [stored_block(kind, value, *name, place) for place, value in enumerate(values)]


def _option(entry: OptionText) -> dict[str, Value]:
    return {"text": entry["text"], "right": entry["right"], "feedback": entry["feedback"]}


def _heading(block: HeadingBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return block["text"]


def _text(block: TextBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return block["html"]


def _callout(block: CalloutBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"tone": block["tone"], "title": block["title"], "text": block["html"]}


def _case(block: CaseBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {
        "title": block["title"],
        "text": block["html"],
        "content_note": block.get("content_note", ""),
        "skip": block.get("skip", ""),
        "wellbeing": block.get("wellbeing", ""),
    }


def _table(block: TableBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    rows = [items(row, *name, "row", place) for place, row in enumerate(block["rows"])]
    return {
        "caption": block["caption"],
        "header": items(block["header"], *name, "header"),
        "rows": items(rows, *name, "rows"),
    }


def _diagram(block: DiagramBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    words = items(block["words"], *name, "word")
    return {"caption": block["caption"], "drawing": block["drawing"], "words": words, "alt_text": block["alt"]}


def _check(block: CheckBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    options = items([*map(_option, block["options"])], *name, "option")
    return {"stem": block["stem"], "options": options, "in_order": block.get("in_order", False)}


def _citation(block: CitationBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"provisions": _cited(block, name, provisions)}


def _country(block: CountryBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"countries": [block["country"]], "text": block["html"], "provisions": _cited(block, name, provisions)}


def _procedure(block: ProcedureBlock, name: tuple, provisions: Mapping[str, int]) -> Value:
    return {"step": reference(block["step"])}


def _cited(block: CitationBlock | CountryBlock, name: tuple, provisions: Mapping[str, int]) -> list[Block]:
    return items([provisions[key] for key in block.get("provisions", [])], *name, "provision")


MAKERS: Mapping[str, Callable[..., Value]] = {
    "heading": _heading,
    "text": _text,
    "callout": _callout,
    "case": _case,
    "table": _table,
    "diagram": _diagram,
    "check": _check,
    "country": _country,
    "citation": _citation,
    "procedure": _procedure,
}
_BODIES = {"single": _choice, "multiple": _choices, "truefalse": _statement}
