"""Codes of exam tickets.

A code is not stored: it follows from the ticket's own number, its nonce and the site's secret key (HMAC, RFC 2104, with
SHA-256). So the sheet can be printed as long as the sitting lasts, a copy of the database lets nobody in, and a new
nonce makes the old sheet worthless. Eight characters out of thirty are 39 bits; with five guesses in five minutes, for
one's own ticket only, that is beyond guessing.
"""

import secrets
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and Latin capitals without those that are taken for one another: 0 O, 1 I L, U V."""
LENGTH = 8


def new_nonce() -> str:
    return secrets.token_hex(16)


def code(ticket: int, nonce: str) -> str:
    """Return the code of the ticket with this primary key and nonce."""
    rest = int.from_bytes(salted_hmac("assessments.quiz.exams.codes", f"{ticket}:{nonce}", algorithm="sha256").digest())
    characters = []
    for _position in range(LENGTH):
        rest, index = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[index])
    return "".join(characters)


def spaced(text: str) -> str:
    """Return the code as it is printed: “K7PM-4XQ2”."""
    return f"{text[: LENGTH // 2]}-{text[LENGTH // 2 :]}"


def read(text: str) -> str:
    """Return the typed text in canonical form: upper case, without spaces and hyphens, with digits of any script as
    ASCII digits.
    """
    plain = "".join(str(unicodedata.decimal(one, one)) for one in unicodedata.normalize("NFKC", text[:64]).upper())
    return "".join(one for one in plain if one.isalnum())


def fits(text: str, *, ticket: int, nonce: str) -> bool:
    """Return whether the typed text is the code of this ticket. Takes the same time for a right and a wrong code."""
    return constant_time_compare(read(text), code(ticket, nonce))
