"""Walk through a scenario: every way on that a learner can have, as far as conditions tell them apart. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .scenes import LEAST, MADE, MOST, Ask, Choice, Counter, Scene

MOST_PLACES = 20_000
"""Places beyond which a scenario is not walked: nothing is said of its conditions then."""


class Place(NamedTuple):
    """A scene, with what conditions can ask there: choices that were made, and values of counters."""

    scene: str
    made: frozenset[str]
    counted: tuple[int, ...]


@dataclass(frozen=True)
class Walk:
    """The ids of scenes that are reached, and of branches that are taken."""

    scenes: frozenset[str]
    branches: frozenset[str]


def walk(scenes: Sequence[Scene], counters: Sequence[Counter]) -> Walk | None:
    """Return what is reached; None where there is too much to walk. The scenes lead in no circle."""
    by_id = {scene.id: scene for scene in scenes}
    asked = {ask.of for scene in scenes for choice in scene.choices for each in choice.branches for ask in each.asks}
    kept = [each for each in counters if each.id in asked]
    ahead = [Place(scenes[0].id, frozenset(), tuple(each.start for each in kept))]
    seen, taken = {*ahead}, set[str]()
    while ahead:
        place = ahead.pop()
        for choice in by_id[place.scene].choices:
            after = _after(place, choice, asked, [each.id for each in kept])
            branch = _taken(choice, after, [each.id for each in kept])
            if branch is not None:
                taken.add(choice.branches[branch].id)
            onward = after._replace(scene=choice.goes_to if branch is None else choice.branches[branch].goes_to)
            if onward.scene in by_id and onward not in seen:
                seen.add(onward)
                ahead.append(onward)
        if len(seen) > MOST_PLACES:
            return None
    return Walk(frozenset(place.scene for place in seen), frozenset(taken))


def _after(place: Place, choice: Choice, asked: set[str], counters: Sequence[str]) -> Place:
    made = place.made | ({choice.id} & asked)
    more = [sum(number for id, number in choice.counts if id == counter) for counter in counters]
    return Place(place.scene, made, tuple(map(sum, zip(place.counted, more, strict=True))))


def _taken(choice: Choice, place: Place, counters: Sequence[str]) -> int | None:
    """Return the number of the first branch that holds."""
    counted = dict(zip(counters, place.counted, strict=True))
    holding = (
        number
        for number, branch in enumerate(choice.branches)
        if all(_holds(ask, place.made, counted) for ask in branch.asks)
    )
    return next(holding, None)


def _holds(ask: Ask, made: frozenset[str], counted: Mapping[str, int]) -> bool:
    if ask.how in (LEAST, MOST):
        number = counted.get(ask.of, 0)
        return number >= ask.number if ask.how == LEAST else number <= ask.number
    return (ask.of in made) is (ask.how == MADE)
