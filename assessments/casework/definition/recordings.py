"""Sounds and short films of cards: named by the hash of their bytes and their ending, as the catalogue keeps them.
Pure.
"""

import re
from pathlib import PurePath

from .json_parts import BadCase, Part

SOUNDS = (".mp3", ".ogg", ".opus", ".m4a")
FILMS = (".mp4", ".webm")
NAME = re.compile(r"[0-9a-f]{64}(?:\.mp3|\.ogg|\.opus|\.m4a|\.mp4|\.webm)")
MEGABYTE = 1024 * 1024
LARGEST_SOUND, LARGEST_FILM = 5 * MEGABYTE, 20 * MEGABYTE
"""Bytes: they come to a phone over a slow line."""
MOST = 20
"""Sounds and films of a case."""


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def is_film(name: str) -> bool:
    return ending_of(name) in FILMS


def largest(name: str) -> int:
    """Return how many bytes a file of this kind may have; 0 for one that no card takes."""
    ending = ending_of(name)
    if ending in SOUNDS:
        return LARGEST_SOUND
    return LARGEST_FILM if ending in FILMS else 0


def recording_in(part: Part) -> tuple[str, int]:
    """Return the name of a card's sound or film and its bytes; an empty name and 0 for none. Raises `BadCase`."""
    name, weight = part.text("recording", ""), part.number("weight") or 0
    if name and not NAME.fullmatch(name):
        raise BadCase(part.at("recording"), "picture")
    if not 0 <= weight <= LARGEST_FILM:
        raise BadCase(part.at("weight"), "number")
    return (name, int(weight)) if name else ("", 0)
