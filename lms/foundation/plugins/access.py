"""The socket of conditions of access: what has to hold before a course or an activity opens for somebody. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from .runtime import value_checks
from .runtime.activation import InstitutionLike
from .runtime.guard import Rule
from .runtime.registry import Registry

COLUMNS: Mapping[str, str] = {
    "course": "subject",
    "activity": "subject",
    "percent": "percent",
    "day": "day",
    "roles": "roles",
}
"""The fields that each row in the editor has, and what each becomes in a `Condition`: a released course, an earlier
part of the course, a number from 1 to 100, a day and role families.
"""


@dataclass(frozen=True)
class Condition:
    """One condition, of the kind with this slug. Of `subject` (the id of a course or an activity), `percent`, `day` and
    `roles` it has what its kind has `columns` for; `values` are those of the kind's own fields, by their names.
    """

    kind: str
    subject: str = ""
    percent: int = 0
    day: str = ""
    """ISO 8601: the first day on which it holds, at the learner's institution."""
    roles: tuple[str, ...] = ()
    any_of: tuple["Condition", ...] = ()
    """Conditions of which one has to hold. The core judges them; no kind meets a condition that has any."""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Condition":
        any_of = tuple(cls.read(one) for one in data.get("any_of", ()))
        return cls(**{**data, "roles": tuple(data.get("roles", ())), "any_of": any_of})

    def write(self) -> dict[str, object]:
        """Write it as JSON, without what it does not have; `read` gives it back."""
        written: dict[str, Any] = {"kind": self.kind, "subject": self.subject, "percent": self.percent, "day": self.day}
        lists = {"roles": list(self.roles), "any_of": [one.write() for one in self.any_of]}
        return {name: value for name, value in (written | lists | {"values": dict(self.values)}).items() if value}


@dataclass(frozen=True)
class Facts:
    """Facts about a learner in a course: activities that are `done` and their `scores` (0..1) there, `courses` that
    they completed, by id; the `day` at their `institution`, and their `role` family. `own` are the facts that kinds
    have of their own for the enrolment, by their slugs.
    """

    day: date
    role: str = ""
    done: Collection[str] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    courses: Collection[str] = ()
    institution: InstitutionLike | None = None
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reach:
    """Reach of a learner of the `role` family: the `activities` that they could do, and the `courses` that they could
    complete (None: any).
    """

    role: str
    activities: Collection[str] = ()
    courses: Collection[str] | None = None


@dataclass(frozen=True)
class Place:
    """A course or an activity for whoever reads of it: its title, and its address where the reader may open it."""

    title: str
    url: str = ""


class Places(Protocol):
    """Courses and activities that conditions name, in the reader's language. `today` is the reader's day."""

    @property
    def today(self) -> date: ...

    def course(self, condition: Condition) -> Place: ...

    def activity(self, condition: Condition) -> Place: ...


@dataclass(frozen=True)
class Missing:
    """One thing that has to hold yet: a sentence, and the address where it is done, if that is open to the learner."""

    text: str
    url: str = ""
    any_of: tuple["Missing", ...] = ()
    """Things of which one is enough; `text` stands above."""

    @property
    def sentence(self) -> str:
        """The same without a list."""
        return " ".join([self.text, *(one.text for one in self.any_of)])


class AccessCondition(ABC):
    """One kind of condition. An editor chooses it by its `name`, and fills in those of `COLUMNS` that `columns` names
    ("course" or "activity", not both) and the `fields` of its own.

    It judges by its arguments alone, without a statement: what else it has to know of learners, `facts` asks for all.
    """

    slug: str
    name: Any
    columns: tuple[str, ...] = ()

    def fields(self) -> Mapping[str, object]:
        """Return new Django form fields by name. What they give is kept as JSON in `Condition.values`."""
        return {}

    def facts(
        self, enrolments: Sequence[object], conditions: Sequence[Condition], *, now: datetime
    ) -> Mapping[int, object]:
        """Return what `holds` has to know besides the usual, by primary key of the enrolments, which are one learner's.

        One call for all `conditions` of this kind on a page, with as many statements for many as for one.
        """
        return {}

    @abstractmethod
    def holds(self, condition: Condition, facts: Facts) -> bool:
        """Return whether the condition holds."""

    def could_hold(self, condition: Condition, reach: Reach) -> bool:
        """Return whether the condition could ever hold for a learner of this reach.

        What cannot is no required part of the course for them; and where it cannot for any role family, the course is
        not released.
        """
        return True

    @abstractmethod
    def for_reviewers(self, condition: Condition, places: Places) -> str:
        """Return the words that end “Opens when …”, such as “it is 1 March 2027 or later”."""

    @abstractmethod
    def for_learners(self, condition: Condition, places: Places) -> Missing:
        """Return a sentence that says what the learner has to do, or wait for."""


def _sound_fields(value: object) -> dict[str, object]:
    fields: dict[str, object] = dict(value_checks.instance_of(Mapping)(value))
    for name, one in fields.items():
        if not isinstance(name, str) or not name.isidentifier() or not hasattr(one, "widget"):
            raise TypeError(f"{name!r:.100}: {one!r:.100} is no form field with a name")
    return fields


def sound_text(value: object) -> str:
    """Return a text, which may be translated when it is read. Raises `TypeError` for anything else, and for nothing."""
    if not value or not hasattr(value, "casefold"):
        raise TypeError(f"{value!r:.200} is no text")
    return str(value)


def _sound_missing(value: object) -> Missing:
    missing: Missing = value_checks.instance_of(Missing)(value)
    return replace(missing, text=sound_text(missing.text), url=value_checks.instance_of(str)(missing.url), any_of=())


RULES = {
    "fields": Rule(_sound_fields),
    "holds": Rule(value_checks.instance_of(bool), instead=lambda kind: False),
    "could_hold": Rule(value_checks.instance_of(bool), instead=lambda kind: True),
    "for_reviewers": Rule(sound_text),
    "for_learners": Rule(_sound_missing),
}
"""The methods that the core calls. What breaks does not hold, and could hold: a fault opens nothing, and takes no part
of a course from anybody. `facts` is called where the database can be put back.
"""
access_conditions: Registry[AccessCondition] = Registry("access condition", RULES)
