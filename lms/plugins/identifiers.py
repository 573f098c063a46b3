"""UUIDs that sort by time, which Python has only from 3.14 on. Pure."""

import os
import time
from uuid import UUID


def uuid7(now_ms: int | None = None) -> UUID:
    """A version 7 UUID (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, then 74 random bits."""
    moment = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    random = int.from_bytes(os.urandom(10), "big")
    value = (moment & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)
