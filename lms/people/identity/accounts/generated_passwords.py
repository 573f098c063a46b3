"""Passwords and codes that are drawn by chance, to be read from paper and typed on a phone."""

import secrets
import unicodedata

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that look like others on paper."""


def make_password() -> str:
    """Return a random password of three groups of four, about 60 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _position in range(4)) for _group in range(3))


def as_drawn(typed: str) -> str:
    """Return the code that a person typed from a card, whatever the spaces, lines, capitals and script of the
    digits.
    """
    digits = (str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", typed))
    return "".join(sign for sign in "".join(digits).casefold() if sign.isalnum())
