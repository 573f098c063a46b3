"""The points of a rubric. Pure."""

from collections.abc import Mapping, Sequence
from math import fsum

from assessments.formats.bodies import Criterion, Level


def full(rubric: Sequence[Criterion]) -> float:
    """Return the points that the best answer gets: those of the best level of each criterion."""
    return fsum(max((level["points"] for level in criterion["levels"]), default=0) for criterion in rubric)


def fraction(rubric: Sequence[Criterion], levels: Mapping[str, str]) -> float | None:
    """Return the share of all points, 0..1, for the level chosen for each criterion, both by id; None while a criterion
    has none.
    """
    points = []
    for criterion in rubric:
        worth = {level["id"]: level["points"] for level in criterion["levels"]}
        if levels.get(criterion["id"]) not in worth:
            return None
        points.append(worth[levels[criterion["id"]]])
    most = full(rubric)
    return min(1.0, max(0.0, fsum(points) / most)) if most > 0 else None


def worded(rubric: Sequence[Criterion], read: Sequence[Criterion]) -> list[Criterion]:
    """Return `rubric` with its points, and with the texts that its criteria and levels have in `read`, by id, where
    they are there: the same rubric in another language.
    """
    texts = {criterion["id"]: criterion for criterion in read}
    return [_worded(criterion, texts.get(criterion["id"], criterion)) for criterion in rubric]


def _worded(criterion: Criterion, read: Criterion) -> Criterion:
    texts = {level["id"]: level["text"] for level in read["levels"]}
    levels: list[Level] = [{**level, "text": texts.get(level["id"], level["text"])} for level in criterion["levels"]]
    return {**criterion, "text": read["text"], "levels": levels}
