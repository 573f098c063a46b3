"""The socket of the agenda: what waits for one person until a certain time, besides courses and meetings. Pure.

Calendars and “My learning” ask here, and get open turns, refreshers and whatever other rooms know of.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..runtime import faults, guard
from ..runtime.registrations import Registrations


@dataclass(frozen=True)
class AgendaItem:
    """One thing that a person can do until `at`, or from then on. `key` names it for ever, `word` says what `at` is
    (“Turn ends”), `title` what it is about, `url` is the page where it is done. Calendars outside the site show `word`
    alone.
    """

    key: str
    word: str
    title: str
    at: datetime
    url: str
    institution: Any


Provider = Callable[[Any, datetime, datetime], Sequence[AgendaItem]]
_providers: Registrations[Provider] = Registrations("agenda", name="agenda")


def provide(provider: Provider) -> None:
    """Let `provider` give what waits for a person from one time until before another, in one statement."""
    _providers.put(provider, provider)


def of_person(person: object, *, since: datetime, until: datetime) -> list[AgendaItem]:
    """Return what waits for `person` in that time, the earliest first; if a plugin breaks or is off at the institution
    of an item, that is left out.
    """
    found: list[AgendaItem] = []
    for key, provider in _providers.items():
        call = guard.Call(_providers.owner(key), faults.AGENDA, guard.name_of(provider))

        def given(provider: Provider = provider) -> list[AgendaItem]:
            return [_sound(one) for one in provider(person, since, until)]

        items: list[AgendaItem] = guard.answer_or(call, given, instead=list)
        found += [one for one in items if since <= one.at < until and _providers.is_on(key, one.institution)]
    return sorted(found, key=lambda one: (one.at, one.key))


def _sound(one: object) -> AgendaItem:
    if not isinstance(one, AgendaItem):
        raise TypeError(f"{one!r:.200} is no AgendaItem")
    return one
