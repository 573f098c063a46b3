"""Chains of records: the one written form of which hashes are made, and the lock under which a chain grows."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection


def canonical(value: object) -> bytes:
    """Return `value` in its one written form: JSON in UTF-8, without spaces, keys in order.

    As RFC 8785 has it as long as keys are ASCII and no number is a float. A moment is written in UTC, other things that
    JSON does not know as their text.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_text).encode()


def digest(value: object) -> str:
    """Return the SHA-256 of the written form of `value`, as 64 hexadecimal characters."""
    return sha256(canonical(value)).hexdigest()


def hold(number: int) -> None:
    """Hold the chain with this `number` until the transaction ends. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
