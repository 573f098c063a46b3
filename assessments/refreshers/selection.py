"""Choice of the questions that come back: what was missed last first, then what was never asked, then the rest.
Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

NUMBER = 5


@dataclass(frozen=True)
class EarlierAnswer:
    """Last answer to a question that came back: its time, and whether it was right."""

    right: bool
    at: datetime


def choose(pool: Collection[str], asked: Mapping[str, EarlierAnswer], *, seed: int) -> list[str]:
    """Return `NUMBER` of `pool` at most, in the order in which they are asked.

    Missed ones come first, the latest first; then those that never came; then those that came longest ago. Within
    those that never came the `seed` draws.
    """
    chance = Random(seed)  # noqa: S311  a draw, not a secret
    drawn = {name: chance.random() for name in sorted(pool)}

    def place(name: str) -> tuple[int, float]:
        known = asked.get(name)
        if known is None:
            return 1, drawn[name]
        return (2, known.at.timestamp()) if known.right else (0, -known.at.timestamp())

    return sorted(pool, key=place)[:NUMBER]
