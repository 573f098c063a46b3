"""What somebody would earn who knows nothing and chooses at random. Pure.

As Moodle's question types estimate it: for one choice among options the mean of what they earn; for several choices there is no simple
answer, and none for a question that people mark; who types at random earns nothing.
"""

from collections.abc import Mapping
from statistics import fmean
from typing import Any

TYPED = frozenset({"shorttext", "numerical"})
SINGLE = frozenset({"single", "truefalse"})


def random_guess_score(kind: str, key: Any) -> float | None:
    """The expected mark, 0..1, for a question type's slug and key; None where it cannot be told."""
    if kind in TYPED:
        return 0.0
    fractions = fractions_of(key)
    return fmean(fractions.values()) if kind in SINGLE and fractions else None


def fractions_of(key: Any) -> Mapping[str, float]:
    """What each option earns, for a question that is answered by choosing among options; else nothing."""
    found = key.get("fractions") if isinstance(key, Mapping) else None
    return found if isinstance(found, Mapping) else {}
