"""Places that a person's duties know, in order: the one rule for the bar and for the page after signing in."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.urls import NoReverseMatch

from lms.foundation.plugins.pages import destinations
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.destinations import Destination

FIRST_IN_THE_BAR, MOST_IN_THE_BAR = 3, 5

Place = tuple[Destination, str]
"""A destination and its URL."""


def destinations_of(person: Any) -> tuple[list[Place], list[Place]]:
    """Return the places in the bar of `person`, and every other place that their duties know; no URL twice, no
    statement.

    In the bar are the first three places of the first duty that has any, and those that are pinned, up to five. The
    first of them is where one lands.
    """
    duties: Collection[str] = (
        getattr(person, "duties", frozenset()) if getattr(person, "is_authenticated", False) else frozenset()
    )
    known: dict[str, list[Place]] = {duty: [] for duty in _order if duty in duties}
    institution = person.institution if known else None
    for destination in destinations.all():
        there = destination.duty in known and destinations.shown(destination, institution)
        url = url_of(destination) if there else ""
        if url:
            known[destination.duty].append((destination, url))
    places_of_duty = next((places for places in known.values() if places), [])
    main = [place for at, place in enumerate(places_of_duty) if at < FIRST_IN_THE_BAR or place[0].pinned]
    main = main[:MOST_IN_THE_BAR]
    taken = {url for _found, url in main}
    others: dict[str, Place] = {}
    for place in (place for places in known.values() for place in places):
        if place[1] not in taken:
            others.setdefault(place[1], place)
    return main, list(others.values())


def landing_of(person: object) -> str:
    """Return the address of `person`'s page after signing in: the first place of their bar; empty for a person without
    a duty.
    """
    main, _others = destinations_of(person)
    return main[0][1] if main else ""


def url_of(destination: Destination) -> str:
    """Return the address of `destination`; empty while its URL is not routed, which `manage.py check` reports."""
    try:
        return address_of(destination.url_name)
    except NoReverseMatch:
        return ""


_order: dict[str, Any] = {}
_help: list[Callable[[str], str]] = []


def provide_order(duties: Mapping[str, Any]) -> None:
    """Register the names of all duties in their order, the most particular first; the last one counts."""
    _order.clear()
    _order.update(duties)


def name_of(duty: str) -> str:
    """Return the name of `duty` in the language that is active."""
    return str(_order.get(duty, duty))


def provide_help(address_for: Callable[[str], str]) -> None:
    """Register the function that gives the address of the help for a path; the last one counts."""
    _help[:] = [address_for]


def help_for(path: str) -> str:
    """Return the address of the help for a page at `path`; empty where no room provides help."""
    try:
        return _help[0](path) if _help else ""
    except NoReverseMatch:
        return ""
