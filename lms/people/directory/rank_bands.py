"""Bands of ranks, by which figures of several countries can be compared.

A rank is text that somebody wrote. It is looked for as a whole among the ranks of its country; a rank that is not there
is in no band.
"""

from .countries import countries
from .rank_words import plain_rank


def band_of(rank: str, country: str) -> str:
    """Return the band of a `rank` as it is written in a `country`; empty where it is in none. Of a region, which has no
    country, ranks of any country count.
    """
    plain, there = plain_rank(rank), countries()
    known = [there[country]] if country in there else list(there.values())
    return next((one.bands[plain] for one in known if plain in one.bands), "")
