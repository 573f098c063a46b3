"""Registrations in one socket: kept, found, asked by institution, listed and taken out again, for all sockets. Pure."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from . import activation
from .activation import InstitutionLike, is_on, now_plugging, owner_of

T = TypeVar("T")


class Registrations(Generic[T]):
    """Things by key, in the order in which they were put there.

    `code_of` gives the class or function by whose module the owner of a thing is known, where it was not put there
    while a plugin filled the sockets. Inventories call each thing `name`, or what `name_of` gives from its key, or else
    its key.
    """

    def __init__(
        self,
        socket: str,
        *,
        code_of: Callable[[T], Any] = lambda thing: thing,
        name: str = "",
        name_of: Callable[[Any], str] = str,
    ) -> None:
        self.socket = socket
        self._code_of, self._name_of, self._name = code_of, name_of, name
        self._entries: dict[Any, T] = {}
        self.things: Mapping[Any, T] = MappingProxyType(self._entries)
        """All of them by key, wherever they are on."""
        self._plugged: dict[Any, str] = {}
        activation.withdrawals.append(self.withdraw)
        activation.inventories.append(self.inventory)

    def put(self, key: object, thing: T) -> None:
        """Put `thing` there; under a key that is taken it replaces what was there, in its place."""
        self._entries[key] = thing
        self._plugged[key] = now_plugging()

    def peek(self, key: object) -> T | None:
        """Return the thing under `key`, wherever it is on; None if there is none."""
        return self._entries.get(key)

    def remove(self, key: object) -> None:
        """Take out the thing under `key`."""
        del self._entries[key]
        self._plugged.pop(key, None)

    def owner(self, key: object) -> str:
        """Return the plugin that the thing belongs to; empty for the house."""
        return self._plugged.get(key) or owner_of(self._code_of(self._entries[key]))

    def is_on(self, key: object, at: InstitutionLike | None) -> bool:
        """Return whether the thing's plugin is on at that institution."""
        return is_on(self.owner(key), at)

    def on_at(self, at: InstitutionLike | None) -> Iterator[T]:
        """Return the things whose plugin is on `at` that institution."""
        return (thing for key, thing in self.items() if self.is_on(key, at))

    def items(self) -> Iterator[tuple[Any, T]]:
        """Return keys and things, as they are now."""
        return iter(list(self._entries.items()))

    def of(self, plugin: str) -> list[T]:
        """Return the things that `plugin` registered."""
        return [thing for key, thing in self.items() if self.owner(key) == plugin]

    def withdraw(self, plugin: str) -> None:
        """Take out what `plugin` put there."""
        for key in [key for key in self._entries if self.owner(key) == plugin]:
            self.remove(key)

    def inventory(self, plugin: str) -> list[tuple[str, str]]:
        """Return the registrations of `plugin`: pairs of the socket and the name there."""
        return [(self.socket, self._name or self._name_of(key)) for key in self._entries if self.owner(key) == plugin]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)
