"""Settings of a plugin at an institution: read by the plugin, set by people who switch plugins there."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from .manifest import InstitutionSetting
from .runtime.activation import withdrawals

Reader = Callable[[str, Any], Mapping[str, Any]]
"""Gives the values of a plugin's settings by name, from its slug and an institution."""

_declared: dict[str, tuple[InstitutionSetting, ...]] = {}
_readers: list[Reader] = []


class Secret:
    """A text that no page, log, cache or file may show: `reveal` gives it, `matches` compares with it.

    It is false where nobody set one. It is written as •••, and cannot be pickled or become JSON.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself, for the call that needs it."""
        return self._text

    def matches(self, text: str) -> bool:
        """Return whether `text` is the secret. Takes the same time wherever they differ; always False for a secret that
        is not set.
        """
        return bool(self._text) and hmac.compare_digest(self._text.encode(), text.encode("utf-8", "replace"))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "•••" if self._text else ""

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written anywhere. Ask settings_for() where it is needed.")


def declare(plugin: str, declared: tuple[InstitutionSetting, ...]) -> None:
    """Register the settings of `plugin`."""
    _declared[plugin] = declared


def declared_by(plugin: str) -> tuple[InstitutionSetting, ...]:
    """Return the settings of `plugin`, in the order in which its manifest has them."""
    return _declared.get(plugin, ())


def read_with(reader: Reader) -> None:
    """Let `reader` find the values from now on."""
    _readers[:] = [reader]


def settings_for(plugin: str, institution: object) -> Mapping[str, object]:
    """Return the settings of `plugin` at `institution`, by name; a secret one is a `Secret`.

    A value set there counts, then the closest above it, then the default. No statement where this process has read the
    same before; otherwise one. Raises `LookupError` where the plugin declares no settings.
    """
    if not declared_by(plugin):
        raise LookupError(f"The manifest of “{plugin}” declares no institution_settings.")
    return _readers[0](plugin, institution)


def withdraw(plugin: str) -> None:
    """Forget what `plugin` declared."""
    _declared.pop(plugin, None)


withdrawals.append(withdraw)
