"""Conditions: what has to hold before a course or an activity opens for somebody. Pure: values in, values out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

COURSE, ACTIVITY, SCORE, DATE, ROLE, ANY = "course", "activity", "score", "date", "role", "any"
"""A course is completed; an activity that comes before in the same course is done; it counts for so much at least; a
day has come; the learner is of one of these role families; one of several holds.
"""


@dataclass(frozen=True)
class Condition:
    """One condition. Of `subject` (the id of a course or an activity), `percent`, `day`, `roles` and `any_of` it has
    what its `kind` needs.
    """

    kind: str
    subject: str = ""
    percent: int = 0
    day: str = ""
    """ISO 8601: the first day on which it holds, at the learner's institution."""
    roles: tuple[str, ...] = ()
    any_of: tuple["Condition", ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Condition":
        any_of = tuple(cls.read(one) for one in data.get("any_of", ()))
        return cls(**{**data, "roles": tuple(data.get("roles", ())), "any_of": any_of})

    def write(self) -> dict[str, object]:
        """Write it as JSON, without what it does not have; `read` gives it back."""
        written: dict[str, Any] = {"kind": self.kind, "subject": self.subject, "percent": self.percent, "day": self.day}
        lists = {"roles": list(self.roles), "any_of": [one.write() for one in self.any_of]}
        return {name: value for name, value in (written | lists).items() if value}


@dataclass(frozen=True)
class Facts:
    """Facts about a learner in a course: activities that are `done` and their `scores` (0..1) there, `courses` that
    they completed, by id; the `day` at their institution, and their `role` family.
    """

    day: date
    role: str = ""
    done: Collection[str] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    courses: Collection[str] = ()


def holds(condition: Condition, facts: Facts) -> bool:
    """Return whether the condition holds. A condition of an unknown kind does not hold."""
    if condition.kind == ANY:
        return any(holds(one, facts) for one in condition.any_of)
    score = facts.scores.get(condition.subject)
    answers = {
        COURSE: condition.subject in facts.courses,
        ACTIVITY: condition.subject in facts.done,
        SCORE: score is not None and score * 100 >= condition.percent - 1e-6,
        DATE: facts.day.isoformat() >= condition.day,
        ROLE: facts.role in condition.roles,
    }
    return answers.get(condition.kind, False)


def unmet(conditions: Iterable[Condition], facts: Facts) -> tuple[Condition, ...]:
    """Return the conditions that do not hold; all of them have to."""
    return tuple(one for one in conditions if not holds(one, facts))


def named(conditions: Iterable[Condition], kind: str = COURSE) -> set[str]:
    """Return the ids of what conditions of this kind name."""
    names: set[str] = set()
    for one in conditions:
        names |= ({one.subject} if one.kind == kind else set()) | named(one.any_of, kind)
    return names


@dataclass(frozen=True)
class Reach:
    """Reach of a learner of the `role` family: the `activities` that they could do, and the `courses` that they could
    complete (None: any).
    """

    role: str
    activities: Collection[str] = ()
    courses: Collection[str] | None = None

    def allows(self, condition: Condition) -> bool:
        """Return whether the condition could ever hold: day always comes."""
        if condition.kind == ANY:
            return any(self.allows(one) for one in condition.any_of)
        answers = {
            COURSE: self.courses is None or condition.subject in self.courses,
            ACTIVITY: condition.subject in self.activities,
            SCORE: condition.subject in self.activities,
            DATE: True,
            ROLE: self.role in condition.roles,
        }
        return answers.get(condition.kind, False)


def within_reach(
    conditions_by_activity: Iterable[tuple[str, Sequence[Condition]]], *, role: str, courses: Collection[str] | None
) -> list[str]:
    """Return the activities, given in order, that somebody of the `role` family could come to do.

    A condition names what comes before, so that going through them once tells.
    """
    activities: list[str] = []
    for activity, conditions in conditions_by_activity:
        if all(Reach(role, activities, courses).allows(one) for one in conditions):
            activities.append(activity)
    return activities
