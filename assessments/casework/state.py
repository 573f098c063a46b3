"""The state of a play: facts, who was told what, what is open and what was done. No prose ever steers it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .definition.case import Value

OPEN = "open"
"""People play."""
DEBRIEF = "debrief"
"""The play is over; marks can still be set."""
CLOSED = "closed"
"""Nothing changes any more."""
LIVE = "live"
"""The clock goes by itself."""
TURNS = "turns"
"""The clock goes to the end of a turn when that is closed."""
PLENARY = "plenary"
"""In turns, all in one room with one screen."""
ALONE = "alone"
"""There is no clock: the case goes on from one decision to the next."""
CONTROL = "excon"
"""The seat of the person who runs the exercise."""


@dataclass(frozen=True)
class ReceivedCard:
    """A card that came to a seat, at a minute of the case. `source` is the seat that passed it on, or empty.

    `entry` names the entry with which it was reworded, or is empty.
    """

    card: str
    at: int
    source: str = ""
    words: str = ""


@dataclass(frozen=True)
class MadeDecision:
    """A decision that was made. `seat` is empty where nobody decided and the default was taken."""

    option: str
    at: int
    seat: str = ""
    reason: str = ""
    relies: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    """The options among which it was made; empty where all of them were."""


@dataclass(frozen=True)
class SentForm:
    """A form as it was last sent. `answer` is `accepted`, `returned`, or empty until somebody answers."""

    at: int
    values: Mapping[str, Any]
    marks: Mapping[str, float]
    answer: str = ""
    answered_at: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Message:
    """`sender` is a seat, or `excon` with the name of whom it speaks as in `role`."""

    sender: str
    to: tuple[str, ...]
    text: str
    at: int
    role: str = ""


@dataclass
class State:
    """A play as it stands at minute `at`."""

    status: str = OPEN
    at: int = 0
    turn: int = 0
    paused: bool = False
    facts: dict[str, Value] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    """The minute at which each fact first became true."""
    told: dict[str, list[ReceivedCard]] = field(default_factory=dict)
    armed: dict[str, int] = field(default_factory=dict)
    """Injects and decisions whose condition holds, since which minute; `d:` before the id of a decision."""
    given: dict[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)
    """Decisions and forms, from which minute; `f:` before the id of a form."""
    opened_in: dict[str, int] = field(default_factory=dict)
    """In turns, in which turn each of these opened, or which was closed when it did; -1 for what is open at once."""
    made: dict[str, MadeDecision] = field(default_factory=dict)
    sent: dict[str, SentForm] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    judged: dict[str, float] = field(default_factory=dict)
    """Marks that an evaluator set, by form and field with a full stop between."""
    danger: list[tuple[int, str, Value]] = field(default_factory=list)
    """How the facts that have limits moved: minute, fact, value."""

    def copy(self) -> "State":
        """Return another one that can be changed: what is in its lists never changes."""
        parts = {name: _copied(value) for name, value in vars(self).items()}
        parts["told"] = {seat: cards.copy() for seat, cards in self.told.items()}
        return State(**parts)

    def knows(self, seat: str, card: str) -> bool:
        return any(told.card == card for told in self.told.get(seat, ()))

    def set(self, fact: str, value: Value) -> None:
        self.facts[fact] = value
        if value and fact not in self.since:
            self.since[fact] = self.at

    def as_json(self) -> dict[str, object]:
        """Return the state as `read` reads it, a copy, as JSON has it: lists in place of tuples. `asdict` takes ten
        times as long.
        """
        parts = {name: _copied(value) for name, value in vars(self).items()}
        parts["told"] = {seat: [vars(told).copy() for told in cards] for seat, cards in self.told.items()}
        parts["made"] = {id: _made_json(made) for id, made in self.made.items()}
        parts["sent"] = {id: vars(sent) | _plain(sent) for id, sent in self.sent.items()}
        parts["messages"] = [vars(each) | {"to": list(each.to)} for each in self.messages]
        parts["danger"] = [list(step) for step in self.danger]
        if not self.opened_in:
            del parts["opened_in"]  # states by the first rules, and those without turns, have none
        return parts

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "State":
        parts = {name: _copied(value) for name, value in stored.items()}
        parts["told"] = {seat: [ReceivedCard(**told) for told in cards] for seat, cards in stored["told"].items()}
        parts["made"] = {
            id: MadeDecision(**made | {name: tuple(made.get(name, ())) for name in ("relies", "offered")})
            for id, made in stored["made"].items()
        }
        parts["sent"] = {id: SentForm(**sent) for id, sent in stored["sent"].items()}
        parts["messages"] = [Message(**each | {"to": tuple(each["to"])}) for each in stored["messages"]]
        parts["danger"] = [tuple(step) for step in stored["danger"]]
        return cls(**parts)


def _made_json(made: MadeDecision) -> dict[str, object]:
    """Return a decision; states in which every option was offered do not name them."""
    parts = vars(made) | {"relies": list(made.relies), "offered": list(made.offered)}
    return parts if made.offered else {name: value for name, value in parts.items() if name != "offered"}


def _plain(sent: SentForm) -> dict[str, object]:
    values = {id: list(value) if isinstance(value, list | tuple) else value for id, value in sent.values.items()}
    return {"values": values, "marks": dict(sent.marks)}


def _copied(value: object) -> Any:
    return value.copy() if isinstance(value, dict | list) else value
