"""Rules of when an activity is done and a course complete. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any


def counts_as_done(*, completed: bool, passed: bool | None) -> bool:
    """Return whether an activity is done: completed and, if it can be failed, passed."""
    return completed and passed is not False


def remaining(required: Sequence[str], done: Collection[str]) -> int:
    """Return how many of the `required` activities are not in `done`."""
    return sum(1 for activity in required if activity not in done)


def course_score(results: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Return the weighted mean, 0..1, of the results of the activities in `weights` (`Outline.weights`); None if none
    of them has a score.
    """
    counted = {activity: score for activity, score in results.items() if weights.get(activity, 0.0) > 0}
    total = sum(weights[activity] for activity in counted)
    return sum(score * weights[activity] for activity, score in counted.items()) / total if counted else None


def better(old: Any, new: float | None) -> float | None:
    """Return the higher of two scores, either of which may be missing."""
    scores = [score for score in (old, new) if score is not None]
    return max(scores) if scores else None
