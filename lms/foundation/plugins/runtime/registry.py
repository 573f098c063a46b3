"""Sockets that are filled by slug: classes are registered, and one instance of each is asked for. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from .activation import InstitutionLike, is_on, now_plugging, owner_of
from .errors import Faulty, NotInstalled, SwitchedOff
from .guard import Rule, is_trusted, protect
from .registrations import Registrations

__all__ = ["Faulty", "NotInstalled", "Registry", "SwitchedOff", "registries", "require"]

T = TypeVar("T")
C = TypeVar("C", bound=type[Any])

_registries: list["Registry[Any]"] = []


class Registry(Registrations[T]):
    """Instances of one socket by their `slug`, in the order of registration.

    `rules` names the functions that are called through the guard, and what each may give.
    """

    def __init__(self, socket: str, rules: Mapping[str, Rule] | None = None) -> None:
        super().__init__(socket, code_of=type)
        self.rules = rules or {}
        _registries.append(self)

    def register(self, cls: C) -> C:
        """Add one instance of `cls`; usable as a class decorator. A slug that is taken by another class is an error."""
        slug = getattr(cls, "slug", "")
        if not slug:
            raise ValueError(f"{cls.__name__} needs a slug to be registered as {self.socket}.")
        plugin = now_plugging()
        if plugin and not is_trusted(plugin) and slug != plugin and not slug.startswith((f"{plugin}_", f"{plugin}-")):
            raise ValueError(f"The {self.socket} “{slug}” of the plugin “{plugin}” has to be called “{plugin}_…”.")
        known = self._entries.get(slug)
        if known is not None and type(known) is not cls:
            raise ValueError(
                f"The {self.socket} “{slug}” is registered twice: {type(known).__name__} and {cls.__name__}."
            )
        entry = cls()
        protect(entry, plugin or owner_of(cls), self.socket, self.rules)
        self.put(slug, entry)
        return cls

    def get(self, slug: str, *, at: InstitutionLike | None = None) -> T:
        """Return the entry called `slug`; raises `NotInstalled`, and `SwitchedOff` if its plugin is off `at` that
        institution.
        """
        entry = self._entries.get(slug)
        if entry is None:
            raise NotInstalled(f"No {self.socket} called “{slug}” is installed.", name=slug)
        if at is not None and not is_on(self._plugged.get(slug) or owner_of(type(entry)), at):
            raise SwitchedOff(f"The {self.socket} “{slug}” is not switched on here.", name=getattr(entry, "name", slug))
        return entry

    def find(self, slug: str, *, at: InstitutionLike | None = None) -> T | None:
        """Return the entry called `slug` if there is one and it is on `at` that institution."""
        entry = self._entries.get(slug)
        return entry if entry is not None and self.is_on(slug, at) else None


def registries() -> list[Registry[object]]:
    """Return every socket that is filled by slug."""
    return list(_registries)


def owner_of_thing(socket: str, slug: str) -> str:
    """Return the plugin that brings the thing called `slug` in a socket; empty for the house, and if there is none."""
    holder = next((registry for registry in _registries if registry.socket == socket and slug in registry), None)
    return holder.owner(slug) if holder else ""


def registry_of(socket: str, slug: str) -> "Registry[object]":
    """Return the socket of this name, for the thing called `slug`. Raises `NotInstalled`."""
    holder = next((registry for registry in _registries if registry.socket == socket), None)
    if holder is None:
        raise NotInstalled(f"There is no socket called “{socket}” for “{slug}”.", name=slug)
    return holder


def require(things: Iterable[tuple[str, str]], *, at: InstitutionLike | None) -> None:
    """Raise the error of `Registry.get` for the first of `things` (socket and slug) that is not to be had `at` that
    institution.
    """
    for socket, slug in sorted(things):
        registry_of(socket, slug).get(slug, at=at)
