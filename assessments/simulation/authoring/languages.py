"""The same places of words in each language: what is new is empty there until somebody writes it. Pure."""

from collections.abc import Mapping
from typing import Any


def with_same_places(texts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return by language the words, each with the places that `language` has."""
    own = _without_empty(texts.get(language, {}))
    return {code: own if code == language else _like(own, words) for code, words in texts.items()} | {language: own}


def _without_empty(words: object) -> Any:
    """Return the words without empty ones; parts and things stay, though they have no words."""
    if not isinstance(words, Mapping):
        return words
    return {
        name: _without_empty(value)
        for name, value in words.items()
        if value not in ("", []) or name in ("title", "content_note")
    }


def _like(own: object, other: object) -> Any:
    if isinstance(own, Mapping):
        known = other if isinstance(other, Mapping) else {}
        return {name: _like(value, known.get(name)) for name, value in own.items()}
    if isinstance(own, list):
        return other if isinstance(other, list) else []
    return other if isinstance(other, str) else ""
