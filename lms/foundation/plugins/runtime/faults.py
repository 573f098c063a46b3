"""Faults of plugins, whose values could not be used, for the functions that listen. Pure."""

from collections.abc import Callable

LINK, FILTER, LINE, JOB, REPORT = "slot", "filter", "certificate element", "job", "report"
TAB, COLUMN, CHANNEL, MEETING = "tab", "list column", "channel", "meeting kind"
AGENDA, TODAY, HOME = "agenda", "today", "home block"
ACTIVITY, QUESTION, EVENT, HEALTH, ADDRESS, FIGURE = (
    "activity type",
    "question type",
    "event",
    "health",
    "address",
    "figure",
)
SOURCE = "people source"
BLOCK, FORMAT, HOOK, PAGE = "lesson block", "content format", "Wagtail hook", "page of the site"
PUBLIC, CHECK, PERSONAL = "public address", "system check", "personal data"
"""Of which socket it was."""

_listeners: list[Callable[[str, str], None]] = []


def listen(listener: Callable[[str, str], None]) -> None:
    """Let `listener` be told: the slug of the plugin, and the socket."""
    if listener not in _listeners:
        _listeners.append(listener)


def note(plugin: str, socket: str) -> None:
    """Note that a value that `plugin` gave in `socket` was left out.

    What and why stands in the log. Nothing of the house is noted.
    """
    for listener in _listeners if plugin else ():
        listener(plugin, socket)
