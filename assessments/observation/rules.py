"""Marking of the levels of a checklist: points, and whether they are enough. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypedDict


class Level(TypedDict):
    """A level of a criterion, with the points that it earns."""

    id: str
    text: str
    points: float


class Criterion(TypedDict):
    """A criterion of a checklist, with a `help` on it. A `must` has to earn points, or nothing is passed."""

    id: str
    text: str
    help: str
    must: bool
    levels: Sequence[Level]


class Reached(Criterion):
    """A criterion with the level that was reached, the `most` points that it gives, and the note on it."""

    level: Level | None
    most: float
    note: str


Worth = Mapping[str, Mapping[str, float]]
"""By criterion the points of each of its levels, both by id."""


@dataclass(frozen=True)
class Verdict:
    """`score` is the share of all points, 0..1."""

    points: float
    most: float
    score: float
    passed: bool


def worth_of(criteria: Sequence[Criterion]) -> dict[str, dict[str, float]]:
    """Return the points of each level of `criteria`."""
    return {one["id"]: {level["id"]: level["points"] for level in one["levels"]} for one in criteria}


def with_levels(criteria: Sequence[Criterion], levels: Mapping[str, str], notes: Mapping[str, str]) -> list[Reached]:
    """Return `criteria`, each with the `level` that was reached, None where there is none, the `most` points that it
    gives, and the `note`.
    """
    return [
        {
            **one,
            "level": next((level for level in one["levels"] if level["id"] == levels.get(one["id"])), None),
            "most": max(level["points"] for level in one["levels"]),
            "note": notes.get(one["id"], ""),
        }
        for one in criteria
    ]


def most_of(worth: Worth) -> float:
    """Return the points of somebody who reaches the best level everywhere."""
    return fsum(max(levels.values(), default=0) for levels in worth.values())


def fits(worth: Worth, levels: Mapping[str, str]) -> bool:
    """Return whether each criterion has one of its own levels, and there is nothing else."""
    return levels.keys() == worth.keys() and all(levels[one] in known for one, known in worth.items())


def judge_levels(worth: Worth, musts: Sequence[str], enough: float, levels: Mapping[str, str]) -> Verdict:
    """Return the verdict on `levels`: passed needs `enough` per cent of the points, and points at each of the
    `musts`.
    """
    points = {one: worth[one][level] for one, level in levels.items()}
    most = most_of(worth)
    total = fsum(points.values())
    score = min(1.0, max(0.0, total / most)) if most > 0 else 0.0
    return Verdict(total, most, score, score * 100 >= enough - 1e-9 and all(points[one] > 0 for one in musts))
