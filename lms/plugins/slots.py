"""Slots: places on a page that a room above may fill, without the page knowing the room."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """What a slot shows: a link, a word on its state, and the pill's kind (done, due, overdue or nothing)."""

    label: Any
    url: str
    note: Any = ""
    pill: str = ""


Provider = Callable[[Sequence[Any]], Mapping[int, Link]]

_providers: dict[str, list[Provider]] = {}

ENROLMENT = "enrolment"
"""Beside one enrolment, on the learner's own page and on the page about a person; filled with one query for all of them."""


def provide(place: str, provider: Provider) -> None:
    """Let `provider` fill `place`: it gets all rows of the page at once and gives links by primary key."""
    if provider not in _providers.setdefault(place, []):
        _providers[place].append(provider)


def fill(place: str, rows: Sequence[Any]) -> dict[int, list[Link]]:
    """The links for each of `rows`, by primary key."""
    links: dict[int, list[Link]] = {row.pk: [] for row in rows}
    for provider in _providers.get(place, []) if rows else []:
        for pk, link in provider(rows).items():
            links[pk].append(link)
    return links
