"""Marks of a form by its key, in the language of its sender: given once, at the door; the entry carries them. Pure."""

from collections.abc import Mapping
from typing import Any

from lms.foundation.text.folding import fold

from .definition.case import Field, Form, Key, Texts

LONGEST = 4000
"""Characters of one answer in words."""


def mark(form: Form, texts: Texts, values: Mapping[str, object]) -> dict[str, float]:
    """Return the marks of each field with a key, by its id. Where words are looked for, an evaluator may set other
    marks.
    """
    fields = texts.of("forms", form.id).get("fields", {})
    return {
        field.id: field.marks if _earns(field.key, values.get(field.id), fields.get(field.id, {}).get("words")) else 0
        for field in form.fields
        if field.key is not None
    }


def fitting(field: Field, value: object) -> bool:
    """Return whether this can be an answer to the field: words, one of its options, or several of them; an empty answer
    always can.
    """
    if value in (None, "", []):
        return True
    if field.type == "many":
        return (
            isinstance(value, list | tuple)
            and len(set(map(str, value))) == len(value)
            and set(value) <= set(field.options)
        )
    if field.type == "one":
        return value in field.options
    return isinstance(value, str) and len(value) <= LONGEST


def plain(text: str) -> str:
    """Return `text` as it is compared."""
    return fold(text).strip()


def _earns(key: Key, value: object, words: object) -> bool:
    if key.kind == "filled":
        return bool(_words(value))
    if key.kind == "empty":
        return not _words(value)
    if key.kind == "is":
        return bool(value == key.value)
    if key.kind == "has":
        chosen = set(value) if isinstance(value, list | tuple) else set()
        return set(key.all) <= chosen and not chosen & set(key.none)
    return _has_words(_words(value), words)


def _words(value: Any) -> str:
    return plain(value) if isinstance(value, str) else " ".join(map(str, value or ()))


def _has_words(text: str, groups: Any) -> bool:
    """Return whether one word of each group is in the text, perhaps within a longer one; without groups nothing is
    earned.
    """
    return bool(groups) and all(any(plain(word) in text for word in group) for group in groups)
