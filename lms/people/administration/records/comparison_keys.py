"""Keys by which service numbers and names are compared, however they were typed. Pure."""

import unicodedata

from .search_words import fold

LONGEST = 120
FEWEST_WORDS = 2
"""A name of one word says too little of who somebody is."""


def number_key(number: str) -> str:
    """Return `number` without capitals, spaces and signs, with digits of any script as 0–9: “ke ٢٠٣-77” is ke20377."""
    return "".join(_digit(letter) for letter in fold(number) if letter.isalnum())[:LONGEST]


def name_key(name: str) -> str:
    """Return the words of `name` in alphabetical order, without marks, capitals and signs; empty if they are too few.

    Arabic is compared without vowel signs and tatweel; Ethiopic as it is written.
    """
    words = sorted("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())
    return " ".join(words)[:LONGEST] if len(words) >= FEWEST_WORDS else ""


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)
