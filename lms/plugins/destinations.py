"""Destinations: the few places that each duty can go to from any page, registered by the rooms that own them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from .activation import Place, inventories, is_on, now_plugging, withdrawals


@dataclass(frozen=True)
class Destination:
    """A place in the bar of one `duty`; `icon` is a class of the stylesheet without its `icon-`,
    `order` counts within the duty.
    """

    duty: str
    label: str | Promise
    url_name: str
    icon: str
    order: int


_registered: dict[tuple[str, str], Destination] = {}
_owners: dict[tuple[str, str], str] = {}


def register(destination: Destination) -> None:
    """Add `destination`; the same place registered again for the same duty replaces the first."""
    _registered[destination.duty, destination.url_name] = destination
    _owners[destination.duty, destination.url_name] = now_plugging()


def all() -> tuple[Destination, ...]:
    """Every destination, by duty and then in the order in which the bar shows them."""
    return tuple(sorted(_registered.values(), key=lambda found: (found.duty, found.order)))


def shown(destination: Destination, at: Place | None) -> bool:
    """Is its plugin on `at` that institution?"""
    return is_on(_owners.get((destination.duty, destination.url_name), ""), at)


def withdraw(plugin: str) -> None:
    """Forget the destinations of `plugin`."""
    for key in [key for key, owner in _owners.items() if owner == plugin]:
        del _registered[key], _owners[key]


def inventory(plugin: str) -> list[tuple[str, str]]:
    """The destinations of `plugin`."""
    return [("destination", url_name) for (_duty, url_name), owner in _owners.items() if owner == plugin]


withdrawals.append(withdraw)
inventories.append(inventory)
