"""Conversion of the data that types of questions froze in quizzes to the present versions of the types. Pure.

A question of a definition and an item of a form name the `version` of their type, a state those of the types of its
responses and corrected keys (`types`); none is version 1. Where a type is not installed everything stays as it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.foundation.plugins.question import questions
from lms.foundation.plugins.versions import KEY, REVEAL, SHOWN, upgraded

Stored = Mapping[str, Any]
Kinds = Mapping[str, str]
"""By question its type."""


def question_now(stored: Stored) -> Stored:
    """Return a question of a definition; nothing stays nothing."""
    return in_present_shape(stored, (SHOWN, KEY, REVEAL)) if stored else stored


def in_present_shape(stored: Stored, names: Iterable[str]) -> Stored:
    """Return a question or an item with the parts of these `names` as its type has them now."""
    kind, version = questions.peek(stored["kind"]), stored.get("version", 1)
    if kind is None or kind.version == version:
        return stored
    parts = {name: upgraded(kind, name, stored[name], version) for name in names if name in stored}
    return {**stored, **parts, "version": kind.version}


def numbered(version: int) -> dict[str, int]:
    """Return the entry of a question or an item that names the version of its type; empty for version 1."""
    return {"version": version} if version > 1 else {}


def versions_of(kinds: Kinds) -> dict[str, int]:
    """Return the versions of the types of an attempt, by type, of those that are not the first."""
    later = {kind.slug: kind.version for kind in questions if kind.version > 1}
    return {slug: version for slug, version in later.items() if slug in kinds.values()} if later else {}


def value_now(kinds: Kinds, what: str, name: str, value: object, types: Mapping[str, int]) -> object:
    """Return a response to a question, or its corrected key, which the versions `types` of its type stored."""
    kind = questions.peek(kinds.get(name, ""))
    return value if kind is None else upgraded(kind, what, value, types.get(kind.slug, 1))
