"""Result of the reader of one type of question. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ParsedQuestion:
    """The slug of our type, its body, and the texts as the file writes them.

    `stem` is the question where the gaps have a text of their own, `mark` what the parts of the question count
    together.
    """

    kind: str
    body: Mapping[str, Any]
    written: Mapping[str, Any] = field(default_factory=dict)
    stem: str | None = None
    mark: float | None = None
