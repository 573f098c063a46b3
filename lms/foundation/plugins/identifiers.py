"""The ids of events. Pure.

What a browser sends is a UUID of version 7, what the server makes of itself one of version 4: neither can take the
other's.
"""

import os
import time
from uuid import UUID, uuid4


def uuid7(now_ms: int | None = None) -> UUID:
    """Return a version 7 UUID (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, then 74 random bits."""
    moment = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    random = int.from_bytes(os.urandom(10), "big")
    value = (
        (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    )
    return UUID(int=value)


def uuid7_of(text: str) -> UUID:
    """Return the id of an event that a browser sent.

    Raises `ValueError` for what is none, also for a UUID of another version.
    """
    value = UUID(text)
    if value.version != 7:
        raise ValueError(f"“{value}” is no UUID of version 7.")
    return value


def own_uuid() -> UUID:
    """Return the id of an event that the server makes itself: random, so that it cannot be foreseen, and such as no
    browser may send.
    """
    return uuid4()
