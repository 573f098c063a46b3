"""Choice of our scoring that marks as a file does, found by asking the file's own rules. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, islice, permutations
from random import Random

from ...scores import all_or_nothing, weights
from ..refusal import Unread

NEARLY = 1e-6
ALL_UP_TO = 6
"""So many options are asked in every combination; more of them, in `ASKED` combinations."""
ASKED = 150
Score = Callable[[Collection[str]], float]


def fractions_of_one(
    options: Sequence[str], score: Callable[[str], float], most: float | None = None
) -> dict[str, float]:
    """Return the fraction that each option earns where one is chosen, the best being full marks.

    Raises `Unread` where none earns anything.
    """
    scores = {option: score(option) for option in options}
    best = most or max(scores.values(), default=0.0)
    if best <= 0 or max(scores.values()) <= 0:
        raise Unread("qti-no-right-answer")
    return {option: share(value, best) for option, value in scores.items()}


def share(value: float | Fraction, best: float | Fraction) -> float:
    """Return `value` of `best`, cut to -1..1."""
    return max(-1.0, min(1.0, float(value / best)))


def several(options: Sequence[str], known: Sequence[Collection[str]], score: Score) -> tuple[str, dict[str, float]]:
    """Return the scoring, `all` or `weights`, and the fractions with which our marking gives what `score` gives for any
    choice of options.

    `known` are choices that the file itself speaks of. Raises `Unread` where neither does.
    """
    every = [*map(frozenset, known), *map(frozenset, subsets(options))]
    right = best_choice(every, score)
    best = score(right)
    if best <= 0:
        raise Unread("qti-no-right-answer")
    equal = {option: 1 / len(right) if option in right else 0.0 for option in options}
    if all(_near(all_or_nothing(equal, choice), _cut(score(choice) / best)) for choice in every):
        return "all", equal
    fractions = {option: share(_difference(option, right, score), best) for option in options}
    if all(_near(weights(fractions, choice), _cut(score(choice) / best)) for choice in every):
        return "weights", fractions
    raise Unread("qti-scoring")


def best_choice(choices: Sequence[Collection[str]], score: Score) -> set[str]:
    """Return the smallest choice that earns most, the first of them."""
    ranked = sorted(choices, key=lambda choice: (-score(choice), len(choice)))
    return set(ranked[0]) if ranked else set()


def subsets(options: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return every choice of some options, or where they are many those of at most two and of all but one, and some by
    chance.
    """
    count = len(options)
    if count <= ALL_UP_TO:
        return (choice for size in range(count + 1) for choice in combinations(options, size))
    few = (choice for size in (0, 1, count - 1, count, 2) for choice in combinations(options, size))
    chance = Random(0)  # noqa: S311 which choices are tried, no secret
    return [*islice(few, ASKED), *(tuple(chance.sample(options, chance.randint(1, count))) for _ in range(ASKED))]


def ordering(right: Sequence[str], score: Callable[[Sequence[str]], float]) -> str:
    """Return the name of our scoring that gives what `score` gives for any order: `exact` or `pairwise`.

    Raises `Unread` where none does.
    """
    best = score(right)
    if best <= 0:
        raise Unread("qti-no-right-answer")
    if len(right) <= 6:
        orders = [list(order) for order in permutations(right)]
    else:
        chance = Random(0)  # noqa: S311 which orders are tried, no secret
        orders = [chance.sample(right, len(right)) for _ in range(200)] + [list(right)]
    for name, mark in (("exact", _exact), ("pairwise", _pairwise)):
        if all(_near(mark(right, order), _cut(score(order) / best)) for order in orders):
            return name
    raise Unread("qti-scoring")


def _exact(right: Sequence[str], order: Sequence[str]) -> float:
    return float(list(right) == list(order))


def _pairwise(right: Sequence[str], order: Sequence[str]) -> float:
    place = {item: at for at, item in enumerate(order)}
    pairs = list(combinations(right, 2))
    return sum(place[one] < place[other] for one, other in pairs) / len(pairs) if pairs else 1.0


def _difference(option: str, right: Collection[str], score: Score) -> float:
    """Return the score that an option adds to the right choice, or that it takes away from the rest of it."""
    if option in right:
        return score(right) - score(set(right) - {option})
    return score({*right, option}) - score(right)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEARLY * 20


def _cut(value: float) -> float:
    return max(0.0, min(1.0, value))
