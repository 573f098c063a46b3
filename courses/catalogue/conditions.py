"""Conditions judged: which of them hold for a learner, and which could ever hold. Pure: values in, values out.

Kinds of conditions judge one each; of several in `any_of` one is enough.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from lms.foundation.plugins.access import COLUMNS, AccessCondition, Condition, Facts, Reach, access_conditions

ANY = "any"
"""In place of a kind: one of several holds."""


def holds(condition: Condition, facts: Facts) -> bool:
    """Return whether the condition holds. One of an unknown kind does not, and none whose plugin is off there."""
    if condition.kind == ANY:
        return any(holds(one, facts) for one in condition.any_of)
    kind = access_conditions.find(condition.kind, at=facts.institution)
    return kind is not None and is_whole(condition, kind) and kind.holds(condition, facts)


def unmet(conditions: Iterable[Condition], facts: Facts) -> tuple[Condition, ...]:
    """Return the conditions that do not hold; all of them have to."""
    return tuple(one for one in conditions if not holds(one, facts))


def single(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Yield the conditions, and of those of which one is enough each."""
    for one in conditions:
        if one.kind == ANY:
            yield from single(one.any_of)
        else:
            yield one


def named(conditions: Iterable[Condition], column: str = "course") -> set[str]:
    """Return the ids of what conditions name in this column: courses, or activities."""
    found = ((one, access_conditions.peek(one.kind)) for one in single(conditions))
    return {one.subject for one, kind in found if kind is not None and column in kind.columns}


def could_hold(condition: Condition, reach: Reach) -> bool:
    """Return whether the condition could ever hold. One of an unknown kind could: its plugin may come back, and until
    then nothing else of the course may change with it.
    """
    if condition.kind == ANY:
        return any(could_hold(one, reach) for one in condition.any_of)
    kind = access_conditions.peek(condition.kind)
    return kind is None or (is_whole(condition, kind) and kind.could_hold(condition, reach))


def is_whole(condition: Condition, kind: AccessCondition) -> bool:
    """Return whether the condition has a value for each column of its kind."""
    return all(getattr(condition, COLUMNS[column]) for column in kind.columns)


def within_reach(
    conditions_by_activity: Iterable[tuple[str, Sequence[Condition]]], *, role: str, courses: Collection[str] | None
) -> list[str]:
    """Return the activities, given in order, that somebody of the `role` family could come to do.

    A condition names what comes before, so that going through them once tells.
    """
    activities: list[str] = []
    for activity, conditions in conditions_by_activity:
        if all(could_hold(one, Reach(role, activities, courses)) for one in conditions):
            activities.append(activity)
    return activities
