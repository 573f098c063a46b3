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
    """The ids of scenes that are reached, of branches that are taken, of choices that are offered, and of scenes that
    offer none of their choices to somebody.
    """

    scenes: frozenset[str]
    branches: frozenset[str]
    choices: frozenset[str]
    stuck: frozenset[str]


def walk(scenes: Sequence[Scene], counters: Sequence[Counter]) -> Walk | None:
    """Return what is reached; None where there is too much to walk. The scenes lead in no circle."""
    by_id = {scene.id: scene for scene in scenes}
    asked = {ask.of for scene in scenes for choice in scene.choices for ask in choice.all_asks}
    kept = [each for each in counters if each.id in asked]
    names = [each.id for each in kept]
    ahead = [Place(scenes[0].id, frozenset(), tuple(each.start for each in kept))]
    seen, taken, offered, stuck = {*ahead}, set[str](), set[str](), set[str]()
    while ahead:
        place = ahead.pop()
        open_ = [each for each in by_id[place.scene].choices if _all_hold(each.asks, place, names)]
        if by_id[place.scene].choices and not open_:
            stuck.add(place.scene)
        for choice in open_:
            offered.add(choice.id)
            after = _after(place, choice, asked, names)
            branch = _taken(choice, after, names)
            if branch is not None:
                taken.add(choice.branches[branch].id)
            onward = after._replace(scene=choice.goes_to if branch is None else choice.branches[branch].goes_to)
            if onward.scene in by_id and onward not in seen:
                seen.add(onward)
                ahead.append(onward)
        if len(seen) > MOST_PLACES:
            return None
    return Walk(frozenset(place.scene for place in seen), frozenset(taken), frozenset(offered), frozenset(stuck))


def _after(place: Place, choice: Choice, asked: set[str], counters: Sequence[str]) -> Place:
    made = place.made | ({choice.id} & asked)
    more = [sum(number for id, number in choice.counts if id == counter) for counter in counters]
    return Place(place.scene, made, tuple(map(sum, zip(place.counted, more, strict=True))))


def _taken(choice: Choice, place: Place, counters: Sequence[str]) -> int | None:
    """Return the number of the first branch that holds."""
    holding = (number for number, branch in enumerate(choice.branches) if _all_hold(branch.asks, place, counters))
    return next(holding, None)


def _all_hold(asks: Sequence[Ask], place: Place, counters: Sequence[str]) -> bool:
    counted = dict(zip(counters, place.counted, strict=True))
    return all(_holds(ask, place.made, counted) for ask in asks)


def _holds(ask: Ask, made: frozenset[str], counted: Mapping[str, int]) -> bool:
    if ask.how in (LEAST, MOST):
        number = counted.get(ask.of, 0)
        return number >= ask.number if ask.how == LEAST else number <= ask.number
    return (ask.of in made) is (ask.how == MADE)
