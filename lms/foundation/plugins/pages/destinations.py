"""Destinations: the few places that each duty can go to from any page, registered by the rooms that own them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..runtime.activation import InstitutionLike
from ..runtime.registrations import Registrations

HOME, PEOPLE, SIGN_IN, INSTITUTION, LOG = "home", "people", "sign-in", "institution", "log"
GROUPS: Mapping[str, Promise] = {
    HOME: _("Home"),
    PEOPLE: _("People"),
    SIGN_IN: _("Signing in"),
    INSTITUTION: _("Institution"),
    LOG: _("Privacy and log"),
}
"""The groups in which the places of administrators stand above their pages, and on their home page."""


@dataclass(frozen=True)
class Destination:
    """A place of one `duty`; `icon` is a class of the stylesheet without its `icon-`, `order` counts within the duty.

    The first three of a duty stand in the bar, and two more of them where they are `pinned`; the others stand below
    “More”. One of a `group` of `GROUPS` stands on the pages of administrators as well.
    """

    duty: str
    label: str | Promise = field(hash=False)
    url_name: str
    icon: str
    order: int
    pinned: bool = False
    group: str = ""


_registered: Registrations[Destination] = Registrations("destination", name_of=lambda key: str(key[1]))


def register(destination: Destination) -> None:
    """Add `destination`; the same place registered again for the same duty replaces the first."""
    _registered.put((destination.duty, destination.url_name), destination)


def all() -> tuple[Destination, ...]:
    """Return every destination, by duty and then in the order in which the bar shows them."""
    return tuple(sorted(_registered, key=lambda destination: (destination.duty, destination.order)))


def shown(destination: Destination, at: InstitutionLike | None) -> bool:
    """Return whether the destination's plugin is on at that institution."""
    key = (destination.duty, destination.url_name)
    return key not in _registered or _registered.is_on(key, at)
