"""Texts of an answer for a reader who did not give it: “Their answer” where its owner reads “Your answer”.

Pure.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def in_third_person(shown: Mapping[str, object]) -> dict[str, object]:
    """Return `shown`, which is what a question type's `context` gives, for staff; `theirs` says so to the type's
    template.
    """
    words = {
        "correct yours": _("Their answer, and it is right"),
        "yours": _("Their answer, and it is partly right"),
        "incorrect yours": _("Their answer"),
    }
    return {name: _with_words(value, words) for name, value in _with_word(shown, words).items()} | {"theirs": True}


def _with_words(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, Mapping):
        return {name: _with_words(part, words) for name, part in _with_word(value, words).items()}
    return [_with_words(part, words) for part in value] if isinstance(value, list) else value


def _with_word(value: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, object]:
    """Return the item with the other word where there is a word on an answer that was given."""
    own = value.get("said") and words.get(value.get("look", ""))
    return {**value, "said": own} if own else dict(value)
