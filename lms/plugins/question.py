"""The socket of question types: how a question is marked and what of it may be shown."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from .registry import Registry


class QuestionType(ABC):
    """One type of question. All functions are pure: values in, values out."""

    slug: str
    name: Any
    template: str
    """Template of the input, given `item` (texts), `order` (option ids), `response` and `reveal`."""

    @abstractmethod
    def problems(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        """What an editor must mend before this question can be used; empty when all is well.

        `options` are mappings with `id`, `text`, `right` and `feedback`.
        """

    @abstractmethod
    def key(self, options: Sequence[Mapping[str, Any]]) -> Any:
        """What marking needs to know, as JSON."""

    @abstractmethod
    def read(self, data: Any, *, order: Sequence[str]) -> Any:
        """The response in canonical form, from what a browser sent. Raises `InvalidAnswer`."""

    @abstractmethod
    def mark(self, key: Any, response: Any) -> float:
        """The fraction earned, 0..1, for a response in canonical form."""


questions: Registry[QuestionType] = Registry("question type")
