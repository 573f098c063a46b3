"""Pictures of cards: named by the hash of their bytes, which a file of the case may have beside it. Pure."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from .case import Case
from .json_parts import BadCase, Part

NAME = re.compile(r"[0-9a-f]{64}")
MOST = 40
"""Pictures of a case."""
LARGEST = 2 * 1024 * 1024
"""Bytes of one that comes with a file."""


def name_of(picture: bytes) -> str:
    """Return SHA-256 of its bytes, by which a card names it."""
    return sha256(picture).hexdigest()


def name_in(part: Part, name: str = "picture") -> str:
    """Return the name of a card's picture, or an empty text. Raises `BadCase` for a text that can be no name."""
    found = part.text(name, "")
    if found and not NAME.fullmatch(found):
        raise BadCase(part.at(name), "picture")
    return found


def names_of(case: Case) -> tuple[str, ...]:
    """Return the names of the pictures on its cards, in their order, each once."""
    return tuple(dict.fromkeys(card.picture for card in case.cards if card.picture))


def pictures_in(file: Mapping[str, Any], wanted: Collection[str]) -> dict[str, bytes] | None:
    """Return by name the bytes of those that are `wanted`; None where the file says nothing of pictures.

    Raises `BadCase` where a name is not that of its bytes, or they are too many.
    """
    whole = Part(file, "")
    if not whole.has("pictures"):
        return None
    return {name: _bytes(part, name) for name, part in whole.mapping("pictures").items() if name in wanted}


def as_text(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Return pictures as text, as `pictures_in` reads them."""
    return {name: b64encode(data).decode() for name, data in pictures.items()}


def _bytes(part: Part, name: str) -> bytes:
    text = part.data
    if not isinstance(text, str) or len(text) > LARGEST * 4 // 3 + 4:
        raise BadCase(part.place, "picture")
    try:
        found = b64decode(text, validate=True)
    except (Error, ValueError) as error:
        raise BadCase(part.place, "picture") from error
    if name_of(found) != name:
        raise BadCase(part.place, "picture")
    return found
