"""A part of the JSON of a case, which knows where it is. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

from .case import Value, is_number

T = TypeVar("T")
LATEST = 60 * 24 * 366 * 10
"""Ten years in minutes: no case is longer."""


class BadCase(ValueError):
    """Refusal: the data is no case. `place` says where (`decisions[3].options[0].id`), `why` what is wrong with it:
    `text`, `minutes`, `number`, `share`, `list`, `mapping`, `value`, `choice`, `three`, `key`, `picture`, `twice` or
    `many`.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place or 'case'}: {why}")
        self.place, self.why = place, why


@dataclass(frozen=True)
class Part:
    """Part of a case, and its place."""

    data: Any
    place: str

    def at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.data, dict)

    def has(self, name: str) -> bool:
        return self._get(name) is not None

    def part(self, name: str) -> "Part":
        return Part(self._get(name), self.at(name))

    def text(self, name: str, otherwise: str | None = None) -> str:
        """Raise `BadCase` where it is missing and nothing stands in for it."""
        found = self._get(name)
        if found is None and otherwise is not None:
            return otherwise
        if not isinstance(found, str) or (otherwise is None and not found):
            raise BadCase(self.at(name), "text")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.each(name, lambda part: part._as_text()))

    def _as_text(self) -> str:
        if not isinstance(self.data, str):
            raise BadCase(self.place, "text")
        return self.data

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        if self._get(name) not in choices:
            raise BadCase(self.at(name), "choice")
        return str(self._get(name))

    def minutes(self, name: str, least: int = 0) -> int:
        """Return a whole number from `least` to ten years; 0 where it is missing and may be."""
        if not self.has(name) and least == 0:
            return 0
        return self.part(name).as_minutes(least)

    def as_minutes(self, least: int = 0) -> int:
        if not isinstance(self.data, int) or isinstance(self.data, bool) or not least <= self.data <= LATEST:
            raise BadCase(self.place, "minutes")
        return self.data

    def number(self, name: str) -> float | None:
        found = self._get(name)
        if found is not None and not (is_number(found) and isfinite(found)):
            raise BadCase(self.at(name), "number")
        return found

    def share(self, name: str, otherwise: float) -> float:
        found = self.number(name)
        if found is not None and not 0 <= found <= 1:
            raise BadCase(self.at(name), "share")
        return otherwise if found is None else found

    def flag(self, name: str) -> bool:
        return self._get(name) is True

    def value(self, name: str, otherwise: Value) -> Value:
        found = self._get(name)
        if not isinstance(found, bool | int | float | str | None) or (isinstance(found, float) and not isfinite(found)):
            raise BadCase(self.at(name), "value")
        return otherwise if found is None else found

    def mapping(self, name: str) -> dict[str, "Part"]:
        found = self._get(name)
        if not isinstance(found, dict | None):
            raise BadCase(self.at(name), "mapping")
        return {id: Part(each, f"{self.at(name)}.{id}") for id, each in (found or {}).items()}

    def each(self, name: str, read: Callable[["Part"], T]) -> Iterator[T]:
        found = self._get(name)
        if not isinstance(found, list | tuple | None):
            raise BadCase(self.at(name), "list")
        return (read(Part(each, f"{self.at(name)}[{number}]")) for number, each in enumerate(found or ()))

    def _get(self, name: str) -> object:
        if not isinstance(self.data, dict):
            raise BadCase(self.place, "mapping")
        return self.data.get(name)
