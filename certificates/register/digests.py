"""Digests of the register: SHA-256 over one written form of the values. Pure."""

import hashlib
import json
from datetime import UTC, datetime


def of_act(*values: object) -> str:
    """Return the digest of an act and the facts of its certificate, the salt first, as 64 hexadecimal characters."""
    return _digest("mafunzo-register-act-1", values)


def of_chain(*values: object) -> str:
    """Return the hash by which the entry after this one holds to it."""
    return _digest("mafunzo-register-chain-1", values)


def _digest(purpose: str, values: tuple[object, ...]) -> str:
    written = json.dumps([purpose, *values], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_text)
    return hashlib.sha256(written.encode()).hexdigest()


def _text(value: object) -> str:
    """Return a moment in UTC, a day, an id or a lazy text as a text."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
