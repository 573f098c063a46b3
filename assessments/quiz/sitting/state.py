"""The state of an attempt: what was answered, and what became of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from lms.foundation.plugins.question import questions
from lms.foundation.plugins.versions import KEY, RESPONSE

from .form import Item, Items
from .rules import NOTHING
from .type_versions import value_now, versions_of

DECISION = 3
"""The round of what somebody decided: it counts alone. Rounds 1 and 2 are those of the two markers."""
Stored = Mapping[str, Any]
"""A state as it is stored: the fields of `State`, without those that hold nothing."""
ByQuestion = Mapping[str, Any]


class BrokenState(LookupError):
    """Refusal: the data is no state of an attempt at a quiz, so it was lost or broken. Nobody goes on from it as if it
    were empty.
    """


def terms_of(stored: Stored) -> Mapping[str, object]:
    """Return the terms of a state, whatever else of it can be read: deadlines are asked of every attempt."""
    return stored.get("terms", NOTHING)


def keys_now(stored: Stored, items: Items) -> ByQuestion:
    """Return the corrected keys of a state, in the same way, in the shapes that their types have now."""
    kinds, types = items.kinds, stored.get("types", {})
    return {name: value_now(kinds, KEY, name, key, types) for name, key in stored.get("keys", NOTHING).items()}


@dataclass(frozen=True)
class Check:
    """Reply to a learner who had a response checked; `done` where no other response is taken any more."""

    response: Any
    right: bool
    done: bool

    def as_json(self) -> dict[str, Any]:
        return {"response": self.response, "right": self.right, "done": self.done}


@dataclass(frozen=True)
class PersonsMark:
    """A person's mark of an answer: a `fraction` of full marks in a `round` (1 or 2 for a marker, or `DECISION`),
    levels of a rubric by criterion, and a comment.

    `at` is in ISO 8601.
    """

    fraction: float
    round: int = 1
    rubric: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    by: int | None = None
    at: str = ""

    @classmethod
    def read(cls, stored: Stored) -> "PersonsMark":
        return cls(**{name: stored[name] for name in _OF_MARK if name in stored})

    def as_json(self) -> dict[str, object]:
        written: dict[str, Any] = {"fraction": self.fraction, "round": self.round}
        written |= {"rubric": dict(self.rubric)} if self.rubric else {}
        written |= {"comment": self.comment} if self.comment else {}
        return written | {"by": self.by, "at": self.at}

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Remark:
    """Remark on an answer that was contested: by the learner (`what` is “contested”), or by the person who answers
    (“responded”). `at` is in ISO 8601.
    """

    what: str
    text: str
    by: int | None
    at: str

    @classmethod
    def read(cls, stored: Stored) -> "Remark":
        return cls(stored["what"], stored["text"], stored.get("by"), stored["at"])

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what, "text": self.text, "by": self.by, "at": self.at}

    @property
    def is_contest(self) -> bool:
        return self.what == "contested"

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class State:
    """An attempt as it stands. What is said of one question is found by its id.

    `terms` hold instead of the form's rules; `certainty` is 1 to 3; `tries` are wrong ones; `spared` are responses that
    were to be checked and were not, since they are no try; `at` is the page, from 0. Once it is `closed` (when, in ISO
    8601) there are `marks`, None for a question that has none, or none yet; then perhaps `people` (what people gave),
    corrected `keys`, `floor` (marks below which no correction goes) and `contests`. `types` are the versions of the
    types of its questions, where they are not the first.

    `checked`, `people` and `contests` are kept as they are stored, and read by the methods of the same meaning.
    """

    responses: ByQuestion
    flags: list[str]
    terms: Mapping[str, Any] = field(default_factory=dict)
    certainty: Mapping[str, int] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)
    checked: Mapping[str, Stored] = field(default_factory=dict)
    spared: ByQuestion = field(default_factory=dict)
    at: int = 0
    closed: str = ""
    marks: Mapping[str, float | None] | None = None
    people: Mapping[str, list[Stored]] = field(default_factory=dict)
    keys: ByQuestion = field(default_factory=dict)
    floor: Mapping[str, float] = field(default_factory=dict)
    contests: Mapping[str, list[Stored]] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, stored: Stored, items: Items | None = None) -> "State":
        """Read a state as it is stored, or where `items` are given with the responses and corrected keys that the types
        of these questions have now. Raises `BrokenState`, `TooNew`, and `Faulty` where a type breaks.
        """
        if "responses" not in stored or "flags" not in stored:
            raise BrokenState("The state of an attempt has neither responses nor flags.")
        state = cls(**{name: value for name, value in stored.items() if name in _OF_STATE})
        if items is None:
            return state
        kinds = questions.things.values()
        changed = {kind.slug for kind in kinds if kind.version != state.types.get(kind.slug, 1)}
        return state._in_present_shape(items, changed) if changed else state

    def _in_present_shape(self, items: Items, changed: set[str]) -> "State":
        """Return the state with the values of the types that `changed` as they have them now."""
        # Keep only types that this attempt uses.
        kinds = items.kinds
        changed = changed & set(kinds.values())
        if not changed:
            return self

        def now(what: str, name: str, value: object) -> Any:
            return value_now(kinds, what, name, value, self.types) if kinds.get(name) in changed else value

        checked = {
            name: {**check, "response": now(RESPONSE, name, check["response"])} for name, check in self.checked.items()
        }
        away = {slug: version for slug, version in self.types.items() if slug not in questions}
        return replace(
            self,
            responses={name: now(RESPONSE, name, value) for name, value in self.responses.items()},
            spared={name: now(RESPONSE, name, value) for name, value in self.spared.items()},
            checked=checked,
            keys={name: now(KEY, name, value) for name, value in self.keys.items()},
            types=away | versions_of(kinds),
        )

    def as_json(self) -> dict[str, object]:
        """Return the state as it is stored: without what is empty in it, but for responses and flags."""
        written = {name: value for name, value in self.__dict__.items() if value}
        written |= {"responses": self.responses, "flags": self.flags}
        return written if self.marks is None else written | {"marks": self.marks}

    @property
    def is_marked(self) -> bool:
        """Return whether the attempt has ended, with the marks that could be given without a person."""
        return self.marks is not None

    def mark(self, name: str) -> float | None:
        return self.marks.get(name) if self.marks is not None else None

    def key(self, item: Item) -> object:
        """Return the key by which a question is marked: a corrected one, or that of its item."""
        return self.keys.get(item.id, item.key)

    def check(self, name: str) -> Check | None:
        """Return the last check of a question."""
        stored = self.checked.get(name)
        return None if stored is None else Check(stored["response"], stored["right"], stored["done"])

    def stands(self, name: str) -> bool:
        """Return whether the response has been checked and no other is taken any more."""
        return name in self.checked and self.checked[name]["done"]

    def given(self, name: str) -> list[PersonsMark]:
        """Return the marks that people gave for a question, in order."""
        return [PersonsMark.read(entry) for entry in self.people.get(name, ())]

    def said(self, name: str) -> list[Remark]:
        """Return the remarks about a contested answer, in order."""
        return [Remark.read(entry) for entry in self.contests.get(name, ())]


_OF_STATE = frozenset(one.name for one in fields(State))
_OF_MARK = tuple(one.name for one in fields(PersonsMark))
