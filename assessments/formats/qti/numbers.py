"""The numbers that a file's rules accept, as right values with a tolerance: found by asking the rules. Pure.

A score as a function of a number changes only at the numbers that the rules name, at the ends of their ranges. It is
asked at each of these and between each two. Where an end of a range is not part of it, it is taken for part of it: one
number more.
"""

from collections.abc import Callable, Iterable, Sequence

from .refusal import Unread

MOST_ENDS = 400
Score = Callable[[float], float]


def answers(
    ends: Iterable[float], score: Score, named: Sequence[float] = ()
) -> list[tuple[float | None, float, float]]:
    """Return value, tolerance and score of each range of numbers that earns something; value `None` where any number
    does.

    `named` are numbers that the rules call by name: one in the middle of a range is its value as written.
    Raises `Unread` for ranges without an end and for rules with too many numbers.
    """
    points = sorted(set(ends))
    if not points or len(points) > MOST_ENDS:
        raise Unread("qti-no-right-answer" if not points else "scoring")
    asked = _asked(points)
    intervals: list[tuple[float | None, float, float]] = []
    for start, stop, value in _runs([(low, high, score(at)) for low, high, at in asked]):
        if value <= 0:
            continue
        if asked[start][0] is None or asked[stop][1] is None:
            return _endless(start, stop, value, len(asked))
        intervals.append((*_middle(float(asked[start][0] or 0), float(asked[stop][1] or 0), named), value))
    if not intervals:
        raise Unread("qti-no-right-answer")
    return intervals


def _asked(points: list[float]) -> list[tuple[float | None, float | None, float]]:
    """Return the ranges to ask for, point by point and between: from where, to where, and the number asked."""
    asked: list[tuple[float | None, float | None, float]] = [(None, points[0], points[0] - max(1.0, abs(points[0])))]
    for place, point in enumerate(points):
        asked.append((point, point, point))
        if place + 1 < len(points):
            following = points[place + 1]
            asked.append((point, following, point + (following - point) / 2))
    asked.append((points[-1], None, points[-1] + max(1.0, abs(points[-1]))))
    return asked


def _runs(scores: Sequence[tuple[float | None, float | None, float]]) -> list[tuple[int, int, float]]:
    """Return neighbours with one score: the first, the last, the score."""
    runs: list[tuple[int, int, float]] = []
    for place, (_low, _high, value) in enumerate(scores):
        if runs and runs[-1][2] == value:
            runs[-1] = (runs[-1][0], place, value)
        else:
            runs.append((place, place, value))
    return runs


def _endless(start: int, stop: int, value: float, count: int) -> list[tuple[float | None, float, float]]:
    if start == 0 and stop == count - 1:
        return [(None, 0.0, value)]
    raise Unread("qti-no-end")


def _middle(low: float, high: float, named: Sequence[float]) -> tuple[float, float]:
    middle, half = neat(low + (high - low) / 2), neat((high - low) / 2)
    near = [number for number in named if abs(number - middle) <= 1e-9 * max(1.0, abs(middle))]
    return (near[0] if near else middle), half


def neat(value: float) -> float:
    """Return a number without the dust of computing: twelve significant digits."""
    return float(f"{value:.12g}")


def half_step(mode: str, figures: int, value: float) -> float:
    """Return half of the last digit that counts, where a number is rounded to `figures` decimal places or significant
    figures.
    """
    if mode.startswith("decimal"):
        return 0.5 * 10.0**-figures
    exponent = int(f"{abs(value):e}".partition("e")[2]) if value else 0
    return 0.5 * 10.0 ** (exponent - figures + 1)
