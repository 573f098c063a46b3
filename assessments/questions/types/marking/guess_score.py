"""Random guess score: the average mark of a person who knows nothing and answers at random. Pure.

Each choice among those offered is as likely as the others; of several, each is chosen or not by the toss of a coin;
every order is as likely. Marks count as they are marked here, so what would be less than nothing is nothing. For one
choice among options, and for matching, this is what Moodle's question types estimate (`get_random_guess_score`); for
several choices Moodle gives no figure.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import comb, factorial, fsum

from .choice import weights

MANY_SUMS = 50_000
"""Where more different marks than these are possible nobody adds them up."""


def one_of(fractions: Mapping[str, float], offered: Collection[str]) -> float | None:
    """Return one choice among `offered`: the mean of what each earns. None where nothing is offered."""
    return fsum(weights(fractions, [choice]) for choice in offered) / len(offered) if offered else None


def several(fractions: Mapping[str, float], scoring: str) -> float | None:
    """Return any number of choices, marked as `choice.SCORINGS` says."""
    right, number = sum(fraction > 0 for fraction in fractions.values()), len(fractions)
    if not right:
        return 0.0
    if scoring == "all":
        return 0.5**number
    if scoring == "difference":
        return _difference(right, number - right)
    return _weights(fractions)


def _difference(right: int, wrong: int) -> float:
    """Return the mean of (hits - misses) / right, where that is more than nothing."""
    ways = sum(
        (hits - misses) * comb(right, hits) * comb(wrong, misses)
        for hits in range(right + 1)
        for misses in range(min(hits, wrong + 1))
    )
    return ways / right / 2 ** (right + wrong)


def _weights(fractions: Mapping[str, float]) -> float | None:
    """Return the mean of the sums of all subsets, each cut to 0..1; None where there are too many different sums."""
    ways = Counter({0.0: 1})
    for fraction in fractions.values():
        with_it: Counter[float] = Counter()
        for total, number in ways.items():
            with_it[round(total + fraction, 9)] += number
        ways += with_it
        if len(ways) > MANY_SUMS:
            return None
    return fsum(number * weights({"": total}, [""]) for total, number in ways.items()) / 2 ** len(fractions)


def assigning(items: int, choices: int, scoring: str) -> float | None:
    """Return one of `choices` for each of `items`, of which one is right: marked each for itself, or all or nothing."""
    if not choices:
        return None
    return (1 / choices) ** items if scoring == "all" else 1 / choices


def order(number: int, scoring: str) -> float | None:
    """Return an order of `number` items, each as likely as the others, marked as `ordering.SCORINGS` says."""
    if number < 2:
        return None
    if scoring == "exact":
        return 1 / factorial(number)
    return 0.5 if scoring == "pairwise" else float(_longest_run(number) / number)


def _longest_run(number: int) -> Fraction:
    """Return the mean length of the longest run, where one item alone is no run: Σ P(L ≥ k) over k = 2 … n, and P(L ≥
    2) once more.

    A permutation falls into blocks of items that follow each other as they should. Those whose blocks are all shorter
    than k: the ways to cut the right order into j such blocks, times the ways to arrange j blocks so that none follows
    the one before it.
    """
    apart = _apart(number)
    at_least = {}
    for length in range(2, number + 1):
        shorter = sum(ways * apart[blocks] for blocks, ways in enumerate(_cuts(number, length)))
        at_least[length] = 1 - Fraction(shorter, factorial(number))
    return sum(at_least.values(), Fraction(0)) + at_least[2]


def _apart(most: int) -> list[int]:
    """Return for 0 … `most` blocks the number of orders in which none stands just behind the one before it (OEIS
    A000255, one place on).
    """
    numbers = [1, 1]
    for number in range(2, most + 1):
        numbers.append((number - 1) * numbers[-1] + (number - 2) * numbers[-2])
    return numbers[: most + 1]


def _cuts(number: int, length: int) -> Sequence[int]:
    """Count in how many ways `number` items fall into 0, 1, 2 … blocks that are each shorter than `length`."""
    ways = [[1], *([] for _item in range(number))]
    for items in range(1, number + 1):
        ways[items] = [0] * (items + 1)
        for last in range(1, min(length - 1, items) + 1):
            for blocks, count in enumerate(ways[items - last]):
                ways[items][blocks + 1] += count
    return ways[number]
