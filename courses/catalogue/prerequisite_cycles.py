"""Courses that wait for one another: which of them somebody could complete at all. Pure."""

from collections.abc import Collection, Iterator, Mapping

from lms.foundation.plugins.access import Condition

from .conditions import named
from .outline import Outline


def prerequisites(outline: Outline) -> set[str]:
    """Return the ids of the courses that conditions in `outline` name."""
    return named(all_conditions(outline))


def all_conditions(outline: Outline) -> Iterator[Condition]:
    """Yield the conditions of the course and of its activities."""
    yield from outline.conditions
    for entry in outline.activities:
        yield from entry.conditions


def completable(outlines: Mapping[str, Outline], roles: Collection[str]) -> set[str]:
    """Return the ids of the courses of `outlines` that somebody of one of `roles` could complete, one after another.

    Courses that are named and not among `outlines` count as completed: they wait for nothing.
    """
    names = {name for outline in outlines.values() for name in prerequisites(outline)}
    able = names - outlines.keys()
    while True:
        more = {
            name
            for name, outline in outlines.items()
            if name not in able and any(outline.can_be_completed(role, able) for role in roles)
        }
        if not more:
            return able & outlines.keys()
        able |= more
