"""Shapes of tasks whose result people judge by criteria: practical tasks and hand-ins."""

from typing import NotRequired, TypedDict


class LevelText(TypedDict):
    text: str
    points: float


class CriterionText(TypedDict):
    """A criterion of a practical task, with its levels from the lowest; `must`: nobody passes without it."""

    text: str
    must: NotRequired[bool]
    levels: list[LevelText]


class ChecklistText(TypedDict):
    """A practical task that is observed; `enough` is the share of the points that passes, in per cent."""

    key: str
    title: str
    minutes: int
    introduction: str
    for_observers: str
    enough: int
    photo: NotRequired[bool]
    criteria: list[CriterionText]


class HandInText(TypedDict):
    """Work that is handed in and that nobody has to do for the course; `pass_mark` in per cent."""

    key: str
    title: str
    minutes: int
    introduction: str
    files: int
    pass_mark: int
    criteria: list[CriterionText]
