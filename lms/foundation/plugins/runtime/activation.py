"""Owners of code, and whether a plugin is switched on at an institution. Pure: the room that keeps the switches passes
them in.

An institution carries what its own switches and those above it come to, in `plugins`: a mapping of plugin and on or
off. What is not in there follows the plugin's own default. So nobody asks the database: the row is in the request
already.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

_packages: dict[str, str] = {}
_defaults: dict[str, bool] = {}
_owners: dict[str, str] = {}
"""By module whose it is, as far as it was asked: that of a thing is asked whenever it is looked up."""
_owners_in = _packages


class InstitutionLike(Protocol):
    """An institution, as far as it has to be known to tell which plugins are on there."""

    @property
    def plugins(self) -> Mapping[str, bool]: ...


def know(plugin: str, *, package: str, on_by_default: bool) -> None:
    """Register `package` and all below it as the code of `plugin`."""
    _packages[package] = plugin
    _defaults[plugin] = on_by_default
    _owners.clear()


def owner_of(code: object) -> str:
    """Return the plugin that the class or function `code` comes from; empty for the core."""
    return owner_of_module(getattr(code, "__module__", "") or type(code).__module__)


def owner_of_module(module: str) -> str:
    """Return the plugin that the module of this name belongs to; empty for the core."""
    global _owners_in
    if _owners_in is not _packages:
        _owners_in = _packages
        _owners.clear()
    owner = _owners.get(module)
    if owner is None:
        owner = _owners[module] = _owner(module)
    return owner


def _owner(module: str) -> str:
    while module:
        if module in _packages:
            return _packages[module]
        module = module.rpartition(".")[0]
    return ""


def owner_of_template(name: str) -> str:
    """Return the plugin in whose folder of templates `name` lies; empty for the core."""
    folder = name.partition("/")[0]
    return folder if folder in _defaults else ""


def on_by_default(plugin: str) -> bool:
    """Return whether `plugin` is on if no switch says otherwise. A plugin that is not loaded is off."""
    return _defaults.get(plugin, False)


def is_on(plugin: str, at: InstitutionLike | None) -> bool:
    """Return whether `plugin` is on at that institution.

    The core is on everywhere, and so is everything where no place is named (an editor's preview).
    """
    if not plugin or at is None:
        return True
    return at.plugins[plugin] if plugin in at.plugins else _defaults.get(plugin, False)


_plugging: list[str] = []


@contextmanager
def plugging(plugin: str) -> Iterator[None]:
    """Yield attribute all registrations inside the block to `plugin`, even of code that is not its own."""
    _plugging.append(plugin)
    try:
        yield
    finally:
        _plugging.pop()


def now_plugging() -> str:
    """Return the plugin that is filling the sockets right now; empty for the core."""
    return _plugging[-1] if _plugging else ""


def contributions(plugin: str) -> list[tuple[str, str]]:
    """Return the registrations of `plugin` in the sockets: pairs of the socket's name and the name of the thing
    there.
    """
    return [thing for inventory in inventories for thing in inventory(plugin)]


inventories: list[Callable[[str], Iterable[tuple[str, str]]]] = []
"""Each socket's way to say what a plugin put into it."""

withdrawals: list[Callable[[str], None]] = []
"""Each socket's way to forget what a plugin put into it, for a plugin that turns out to be broken."""
