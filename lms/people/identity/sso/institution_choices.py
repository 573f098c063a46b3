"""The institutions whose people can sign in through their provider, as the pages of signing in name them."""

import time
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from ..providers.models import SignOn

MOST_ON_THE_SIGN_IN_PAGE = 5
REMEMBERED = 60
"""Seconds for which a process knows who is offered without asking: a change is seen by then, here at once."""
_known: list[tuple[float, list[SignOn]]] = []
"""Until when, by the clock of the process, and whom; or nothing."""


@dataclass(frozen=True)
class Offer:
    name: str
    url: str


def offers(wanted: str) -> list[Offer]:
    """Return the providers by name; each leads to its provider, and from there on to `wanted`. One statement, or
    none.
    """
    found = [
        Offer(sign_on.institution.name_in(get_language() or ""), address(sign_on, wanted)) for sign_on in _at_work()
    ]
    return sorted(found, key=lambda offer: offer.name.casefold())


def address(sign_on: SignOn, wanted: str) -> str:
    """Return the address at which signing in at the provider of `sign_on` begins."""
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return reverse("sign-on-begin", args=[sign_on.institution.code]) + query


def clear_cache() -> None:
    """Ask anew who is offered."""
    _known.clear()


def _at_work() -> list[SignOn]:
    now = time.monotonic()
    for until, there in tuple(_known):
        if now < until:
            return there
    there = list(SignOn.objects.at_work())
    _known[:] = [(now + REMEMBERED, there)]
    return there
