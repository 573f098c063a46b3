"""Two halves of a bank that are alike, so that two forms of a quiz measure the same with different questions. Pure."""

from collections.abc import Mapping, Sequence

HALVES = ("a", "b")


def halves(strata: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return for each question of all `strata` (question → difficulty, in the order in which they were written) the
    half it belongs to.

    Each question is in one half whatever strata it is in. In each stratum, and in each difficulty within it, the halves
    take turns, so that where strata do not overlap they differ by one question at most. What was written before keeps
    its half when more is written behind it in a stratum and difficulty of its own.
    """
    given: dict[str, str] = {}
    for stratum in strata:
        turn = 0
        for difficulty in sorted(set(stratum.values())):
            group = [name for name, its in stratum.items() if its == difficulty]
            counts = [sum(given.get(name) == half for name in group) for half in HALVES]
            for name in (name for name in group if name not in given):
                side = turn if counts[0] == counts[1] else int(counts[0] > counts[1])
                given[name] = HALVES[side]
                counts[side] += 1
            turn = turn if counts[0] == counts[1] else int(counts[0] > counts[1])
    return given
