"""The definition of a case: ids and numbers, the same in every language. What people read is in `texts`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

Value = bool | int | float | str | None
"""What a fact can be."""
EVERYONE = "*"
"""In `Fact.seen_by`: every seat."""
OVERSHARED = "overshared"
"""The fact that counts cards which reached a seat that did not need them."""


@dataclass(frozen=True)
class Clause:
    """One comparison: `=`, `!=`, `>=`, `<=`; or `by`: the fact became true no later than minute `value`."""

    fact: str
    op: str
    value: Value


@dataclass(frozen=True)
class AnyOf:
    """Condition that holds where one of its clauses does."""

    clauses: tuple["Clause", ...]


Condition = tuple[Clause | AnyOf, ...]
"""All of it has to hold; an empty one always does."""


@dataclass(frozen=True)
class Effect:
    """`verb` is `set` or `add`. Nothing is cut off at a limit, so that effects of one minute come in any order."""

    fact: str
    verb: str
    value: Value


@dataclass(frozen=True)
class Seat:
    """One role of the case."""

    id: str
    knows: tuple[str, ...] = ()
    """Cards that it has at the start."""


@dataclass(frozen=True)
class Fact:
    """A named value. `low` and `high` are for showing it only."""

    id: str
    start: Value = False
    seen_by: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def is_limited(self) -> bool:
        """Return whether it is shown as a meter, with its way over time."""
        return self.low is not None or self.high is not None

    def shown(self, value: Value) -> Value:
        """Return the value within its limits, if it is a number that has them."""
        if not is_number(value):
            return value
        above = value if self.low is None else max(value, self.low)
        return above if self.high is None else min(above, self.high)


@dataclass(frozen=True)
class Card:
    """Card with information for a seat. `need` names who needs to know; None where it is free to pass on. `picture` is
    the name of one (`pictures.name_of`), or empty; `recording` that of a sound or film (`recordings`).
    """

    id: str
    need: tuple[str, ...] | None = None
    picture: str = ""
    recording: str = ""
    weight: int = 0
    """Bytes of the recording, which people read before they load it."""


@dataclass(frozen=True)
class Inject:
    """An inject of a case: it arrives at minute `at`, or when its condition has held for `delay` minutes, whichever is
    later.
    """

    id: str
    at: int = 0
    when: Condition = ()
    delay: int = 0
    to: tuple[str, ...] = ()
    card: str = ""
    then: tuple[Effect, ...] = ()
    step: int = 0
    """Of the standing operating procedure; 0 for none."""
    by_hand: bool = False
    """The facilitator gives it: it never comes by itself."""


@dataclass(frozen=True)
class Option:
    """One answer to a decision. What follows from it arrives after `takes` minutes, as an inject."""

    id: str
    takes: int = 0
    then: tuple[Effect, ...] = ()
    to: tuple[str, ...] = ()
    card: str = ""
    marks: float = 0
    never: bool = False
    """A critical mistake: whoever decides so has not passed, whatever their marks."""
    when: Condition = ()
    """It is offered only where this holds."""


@dataclass(frozen=True)
class Decision:
    """A question to one seat, made once. Open once its condition has held for `delay` minutes.

    It closes `closes` minutes later with the option `default`; None for both where it stays open.
    """

    id: str
    seat: str
    options: tuple[Option, ...]
    when: Condition = ()
    delay: int = 0
    closes: int | None = None
    default: str | None = None
    step: int = 0

    @property
    def most(self) -> float:
        """The marks of the best option."""
        return max((option.marks for option in self.options), default=0)

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True)
class Key:
    """Rule by which a field earns its marks. The words that are looked for are texts, in the language of the sender."""

    kind: str
    """`filled`, `empty`, `is`, `has` or `words`."""
    value: str = ""
    """The option, for `is`."""
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    """Options that have to be chosen, and that must not, for `has`."""


@dataclass(frozen=True)
class Field:
    """One line of a form. `type` is `text`, `long`, `one` or `many`; the last two have options."""

    id: str
    type: str
    key: Key | None = None
    marks: float = 0
    step: int = 0
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A paper that one seat fills in and another accepts or returns. It can be sent once its condition held.

    `then` follows each time that it is sent, `well` where its marks come to `enough`. `paper` names a form of the site
    that it is like, whose blank copy can be printed.
    """

    id: str
    seat: str
    to: tuple[str, ...]
    fields: tuple[Field, ...]
    when: Condition = ()
    enough: float = 0
    then: tuple[Effect, ...] = ()
    well: tuple[Effect, ...] = ()
    paper: str = ""


@dataclass(frozen=True)
class TeamMark:
    """Marks that every seat shares, where the condition holds at the end."""

    marks: float
    when: Condition
    step: int = 0


@dataclass(frozen=True)
class Measure:
    """A figure of a play. `kind`: `hours` (from fact to fact), `fact`, `is` (a fact has a value), `mean` (of facts)."""

    id: str
    kind: str
    facts: tuple[str, ...]
    """For `hours`: from which, to which; `start` is minute 0."""
    value: Value = None


@dataclass(frozen=True)
class Case:
    """A whole case. `ends` and `turns` are minutes from its beginning; `passes_at` is a share of the marks, 0 to 1."""

    id: str
    ends: int
    seats: tuple[Seat, ...]
    turns: tuple[int, ...] = ()
    passes_at: float = 0.7
    facts: tuple[Fact, ...] = ()
    cards: tuple[Card, ...] = ()
    injects: tuple[Inject, ...] = ()
    decisions: tuple[Decision, ...] = ()
    forms: tuple[Form, ...] = ()
    team: tuple[TeamMark, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Texts:
    """Words of a case for its readers, in one language. Parts are named by their ids."""

    title: str = ""
    content_note: str = ""
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """`seats`, `facts`, `cards`, `injects`, `decisions`, `forms`, `team`, `measures`: by id, the words of each."""

    def of(self, part: str, id: str) -> Mapping[str, Any]:
        """Return the words of one thing; nothing where there are none."""
        words = self.parts.get(part, {}).get(id, {})
        return words if isinstance(words, Mapping) else {}

    def choice(self, form: str, field: str, option: str) -> str:
        """Return the name of an option in a field of a form; its id where the words have no other name for it."""
        words = self.of("forms", form).get("fields", {}).get(field, {})
        return str(words.get("labels", {}).get(option, option))


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether it is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
