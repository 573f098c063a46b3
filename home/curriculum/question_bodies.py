"""Conversion of a question's body in a file, with plain texts, to what the block of its type stores."""

from collections.abc import Mapping
from html import escape
from typing import Any

from lms.foundation.plugins.question import questions
from lms.foundation.plugins.runtime.registry import NotInstalled

from .file_shapes import QuestionText
from .files import BadFile, named

_FORMATTED = {"feedback", "model"}
"""Texts that are rich text wherever they stand."""
_LISTS = {"", "options", "pairs", "items", "statements"}
"""Lists of a body (nothing: the body itself) in which `text` is rich text."""


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
