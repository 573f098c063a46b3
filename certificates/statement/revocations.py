"""The list of certificates that no longer hold: two bits for each index, compressed. Pure.

The first half of the bits is set for those that are revoked, the second for those that are replaced; both for those
that were withdrawn at their holder's request. The bits of a byte count from the highest one.
"""

import gzip
from collections.abc import Iterable

from ..facts import BLOCK

REVOKED, REPLACED, WITHDRAWN = 1, 2, 3


def size_for(last: int) -> int:
    """Return how many indexes a list has in which `last` is the highest."""
    return (last // BLOCK + 1) * BLOCK


def packed(standings: Iterable[tuple[int, int]], size: int) -> bytes:
    """Return the list of pairs of an index below `size` and what holds of it."""
    bits = bytearray(size // 4)
    for index, standing in standings:
        for plane in (0, 1):
            if standing >> plane & 1:
                bits[(plane * size + index) >> 3] |= 128 >> (index & 7)
    return gzip.compress(bits, mtime=0)
