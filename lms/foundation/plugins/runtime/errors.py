"""Errors raised if a plugin cannot be asked: it is absent, switched off, or breaks. Pure."""

from typing import Any


class NotInstalled(LookupError):
    """Refusal: this slug is not registered: its plugin is unplugged or was never installed.

    `name` is what people call the missing thing, or its slug where nobody knows.
    """

    def __init__(self, message: str, *, name: Any = "") -> None:
        super().__init__(message)
        self.name = name


class SwitchedOff(NotInstalled):
    """The plugin is installed, but not switched on at this institution."""


class Faulty(NotInstalled):
    """The plugin was asked and broke, or it is not asked because it broke too often (`is_aside`)."""

    def __init__(self, message: str, *, name: Any = "", plugin: str = "", is_aside: bool = False) -> None:
        super().__init__(message, name=name)
        self.plugin = plugin
        self.is_aside = is_aside


class TooNew(Faulty):
    """Refusal: the stored value was written by a newer version of the plugin than the installed one. It is not read."""
