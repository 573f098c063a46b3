"""Chains of hashes: each event of a phone has the SHA-256 of the hash before it (in hexadecimal) and of its text. Pure.

A chain shows that an event was changed, left out or moved after it was written. It does not show that a phone wrote
all of it anew, or cut off its end.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from .sent_events import SentEvent


@dataclass(frozen=True)
class Place:
    """Place in a chain: the number of an event, and its hash. Before the first event both are empty."""

    sequence: int = 0
    head: str = ""


def hash_after(head: str, raw: str) -> str:
    """Return the hash of the event with the text `raw` after the one with the hash `head`."""
    return hashlib.sha256(head.encode() + raw.encode()).hexdigest()


def follow(events: Iterable[SentEvent], place: Place) -> tuple[list[SentEvent], Place]:
    """Return the events before which the chain is broken, and the place that it has reached.

    Events up to `place` came before, and are sent again because their phone knows no final verdict.
    """
    broken: list[SentEvent] = []
    numbered = ((one.sequence, one) for one in events if one.sequence)
    for sequence, event in sorted(numbered, key=lambda pair: pair[0]):
        if sequence <= place.sequence:
            continue
        if sequence != place.sequence + 1 or event.chain != hash_after(place.head, event.raw):
            broken.append(event)
        place = Place(sequence, event.chain)
    return broken, place
