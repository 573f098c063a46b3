"""Numbers of faults: short enough for a phone call, and in every line that the log has about the request."""

from hashlib import sha256

from django.utils.translation import gettext as _
from structlog.contextvars import get_contextvars

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody takes for one another (Crockford’s base 32)."""


def number_of(request_id: str) -> str:
    """Return eight characters in two groups, like “7GK4-Q2MD”: the same for the same id of a request."""
    bits = int.from_bytes(sha256(request_id.encode()).digest()[:5])
    drawn = "".join(LETTERS[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{drawn[:4]}-{drawn[4:]}"


def current_number() -> str:
    """Return the number of the request that this thread answers; empty outside of one."""
    return str(get_contextvars().get("number", ""))


def numbered(sentence: str) -> str:
    """Return the sentence about a fault, with the number of the request where there is one."""
    number = current_number()
    return (
        _("%(sentence)s Number of the fault: %(number)s") % {"sentence": sentence, "number": number}
        if number
        else sentence
    )
