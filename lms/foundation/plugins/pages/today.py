"""The socket of “Today”: what one of the teaching staff has to do on a day, whichever room knows of it. Pure.

Meetings of the day, work that waits and what is going on come from here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..runtime import faults, guard
from ..runtime.registrations import Registrations

MEETING, WAITING, RUNNING = "meeting", "waiting", "running"
"""Parts of the page: what takes place today, what waits for an answer, what is going on now."""
PARTS = (MEETING, WAITING, RUNNING)


@dataclass(frozen=True)
class TodayItem:
    """One line of `part`; `url` is the page about it. A meeting begins `at`, other things wait or go on since then.

    `action` is the word of the one button, which leads to `action_url`; without one the title is the link. `number`
    says how many wait, and is 0 where that is not counted. `institution` is the one at which the plugin has to be on.
    """

    part: str
    title: Any
    url: str
    institution: Any
    at: datetime | None = None
    detail: str = ""
    action: Any = ""
    action_url: str = ""
    number: int = 0
    state: Any = ""
    """A word that stands in a pill, such as “called off”."""


@dataclass(frozen=True)
class Day:
    """The day of somebody in their time zone: from `since` until before `until`, and what time it is."""

    now: datetime
    since: datetime
    until: datetime


Provider = Callable[[Any, Day], Sequence[TodayItem]]
_providers: Registrations[Provider] = Registrations("today", name="today")


def provide(provider: Provider) -> None:
    """Let `provider` give what a person has to do on a day; as many statements for a thousand lines as for one."""
    _providers.put(provider, provider)


def of_person(person: object, day: Day) -> dict[str, list[TodayItem]]:
    """Return the lines of each part, the earliest first; what a plugin that breaks or is off gives is left out."""
    found: dict[str, list[TodayItem]] = {part: [] for part in PARTS}
    for key, provider in _providers.items():
        call = guard.Call(_providers.owner(key), faults.TODAY, guard.name_of(provider))

        def given(provider: Provider = provider) -> list[TodayItem]:
            return [_sound(one) for one in provider(person, day)]

        items: list[TodayItem] = guard.answer_or(call, given, instead=list)
        for one in items:
            if _providers.is_on(key, one.institution):
                found[one.part].append(one)
    return {part: sorted(items, key=lambda one: (one.at or day.now, one.url)) for part, items in found.items()}


def _sound(one: object) -> TodayItem:
    if not isinstance(one, TodayItem) or one.part not in PARTS or not one.title:
        raise TypeError(f"{one!r:.200} is no TodayItem with a title and a part")
    return one
