"""The words of a case, apart from its definition: from a whole file, or from what is stored for one language. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from .case import Texts

PARTS = ("seats", "facts", "cards", "injects", "decisions", "forms", "team", "measures")
WORDS = (
    "name",
    "brief",
    "label",
    "title",
    "source",
    "text",
    "expect",
    "ask",
    "feedback",
    "alt",
    "credit",
    "transcript",
)
"""What is read by people, or in their language; all else belongs to the definition."""


def texts_of(file: Mapping[str, object]) -> Texts:
    """Return the words in the file of a case, which has them beside its structure. What has another shape is passed
    over.
    """
    parts = {part: {id: _words(each) for id, each in _by_id(file.get(part))} for part in PARTS}
    return Texts(_text(file.get("title")), _text(file.get("content_note")), parts)


def texts_json(texts: Texts) -> dict[str, Any]:
    return {"title": texts.title, "content_note": texts.content_note} | {
        part: texts.parts.get(part, {}) for part in PARTS
    }


def read_texts(stored: Mapping[str, Any]) -> Texts:
    parts = {part: stored[part] for part in PARTS if isinstance(stored.get(part), Mapping)}
    return Texts(_text(stored.get("title")), _text(stored.get("content_note")), parts)


def _by_id(things: object) -> Iterable[tuple[str, Mapping[str, object]]]:
    """Return things by name; in a list by their `id`, or by their number, from 1, where they have none."""
    if isinstance(things, Mapping):
        return [(str(id), thing) for id, thing in things.items() if isinstance(thing, Mapping)]
    listed = things if isinstance(things, list) else []
    return [(str(each.get("id", number)), each) for number, each in enumerate(listed, 1) if isinstance(each, Mapping)]


def _words(thing: Mapping[str, object]) -> dict[str, object]:
    words: dict[str, Any] = {name: thing[name] for name in WORDS if isinstance(thing.get(name), str)}
    for inside in ("options", "fields"):
        if found := {id: _words(each) for id, each in _by_id(thing.get(inside))}:
            words[inside] = found
    if isinstance(labels := thing.get("labels"), Mapping):
        words["labels"] = {str(option): label for option, label in labels.items() if isinstance(label, str)}
    key = thing.get("key")
    if isinstance(key, Mapping) and isinstance(key.get("words"), list):
        words["words"] = key["words"]
    return words


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
