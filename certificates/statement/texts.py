"""Packing of texts into few bits: 7 a character of ASCII, 8 of Latin or Arabic, 9 of Ethiopic, 16 or 21 of the rest.
Pure.

A text is a row of runs. Each begins with the number of its alphabet (3 bits) and its characters less one (7 bits). A
value below 128 is ASCII in every alphabet, so that spaces, digits and full stops begin no new run.
"""

from collections.abc import Iterator
from itertools import groupby

ALPHABETS = ((7, 0x80), (8, 0x80), (8, 0x600), (9, 0x80), (9, 0x1200), (8, 0x2000), (16, 0x80), (21, 0x80))
"""Bits of a character, and the code point of value 128: ASCII, Latin-1, Arabic, Latin with its extensions, Ethiopic,
punctuation, the basic plane, all. `verify.js` has the same list.
"""
_HEAD, _LONGEST = 10, 128


def pack(text: str) -> bytes:
    """Return `text` in as few bits as runs can have, filled up to whole bytes with zeros."""
    bits = "".join(map(_run, _runs(text)))
    return int(bits or "0", 2).__lshift__(-len(bits) % 8).to_bytes((len(bits) + 7) // 8, "big")


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Return the runs that take the fewest bits: (alphabet, characters). The alphabet of each character is chosen from
    the last back to the first.
    """
    costs, choices = [0.0] * len(ALPHABETS), []
    for character in reversed(text):
        cheapest = min(range(len(costs)), key=costs.__getitem__)
        change = costs[cheapest] + _HEAD
        # Which alphabet follows each: itself, or the cheapest where a new run costs less.
        choices.append([one if cost <= change else cheapest for one, cost in enumerate(costs)])
        costs = [min(cost, change) + _cost(one, character) for one, cost in enumerate(costs)]
    alphabet = min(range(len(costs)), key=costs.__getitem__)
    chosen = []
    for character, follows in zip(text, reversed(choices), strict=True):
        chosen.append((alphabet, character))
        alphabet = follows[alphabet]
    for one, group in groupby(chosen, key=lambda pair: pair[0]):
        run = "".join(character for _one, character in group)
        yield from ((one, run[start : start + _LONGEST]) for start in range(0, len(run), _LONGEST))


def _cost(alphabet: int, character: str) -> float:
    width, base = ALPHABETS[alphabet]
    value = _value(character, base)
    return width if 0 <= value < 1 << width else float("inf")


def _value(character: str, base: int) -> int:
    code = ord(character)
    if code < 128:
        return code
    return code - base + 128 if code >= base else -1


def _run(run: tuple[int, str]) -> str:
    alphabet, characters = run
    width, base = ALPHABETS[alphabet]
    return f"{alphabet:03b}{len(characters) - 1:07b}" + "".join(f"{_value(one, base):0{width}b}" for one in characters)
