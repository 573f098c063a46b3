"""The form of an attempt: the questions that were drawn for it, with the keys and the rules that they were drawn with.
Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from lms.foundation.plugins.question import QuestionType, questions
from lms.foundation.plugins.versions import KEY, ORDER

from .rules import AFTER_CLOSE, DURING, JUST_AFTER, LATER, MOMENT, NOTHING, Rules
from .type_versions import in_present_shape

Stored = Mapping[str, Any]
"""A form as it is stored: {"items", "pass_mark", and where they are not those of a plain quiz "rules"}."""


class Item(NamedTuple):
    """A question of an attempt: `order` is that of its parts as its type drew it, `section` counts from 0,
    `mark` is what the question weighs.
    """

    id: str
    kind: str
    order: Any
    key: Any
    section: int = 0
    mark: float = 1.0

    @classmethod
    def read(cls, stored: Stored) -> "Item":
        """Read an item, also of an older version of its type."""
        kind = questions.things.get(stored["kind"])
        if kind is not None and kind.version != stored.get("version", 1):
            stored = in_present_shape(stored, (ORDER, KEY))
        section, mark = stored.get("section", 0), stored.get("mark", 1.0)
        return cls(stored["id"], stored["kind"], stored["order"], stored["key"], section, mark)

    @property
    def type(self) -> QuestionType:
        """Raise `NotInstalled`."""
        return questions.get(self.kind)


@dataclass(eq=False)
class Items(Mapping[str, Item]):
    """Items by question, in the order of the attempt. Each is read when it is asked for: an answer to one question is
    taken also where the type of another is too old for its item.
    """

    stored: Mapping[str, Stored]
    _read: dict[str, Item] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Item:
        if name not in self._read:
            self._read[name] = Item.read(self.stored[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self.stored

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)

    @property
    def kinds(self) -> dict[str, str]:
        """The type of each question."""
        return {name: item["kind"] for name, item in self.stored.items()}

    def only(self, names: list[str]) -> "Items":
        """Return these items reduced to the named questions."""
        return Items({name: self.stored[name] for name in names})


@dataclass(frozen=True)
class Form:
    """Questions and rules with which an attempt was begun. `settings` are the rules that differ from those of a plain
    quiz.
    """

    items: Items
    pass_mark: float
    settings: Mapping[str, Any]

    @classmethod
    def of(cls, items: Iterable[Stored], pass_mark: float, settings: Mapping[str, Any]) -> "Form":
        """Make the form of a new attempt, from its items in order."""
        return cls(Items({item["id"]: item for item in items}), pass_mark, settings)

    @classmethod
    def read(cls, stored: Stored) -> "Form":
        items = Items({item["id"]: item for item in stored["items"]})
        return cls(items, stored["pass_mark"], stored.get("rules", NOTHING))

    def as_json(self) -> dict[str, Any]:
        """Return the form as it is stored."""
        form: dict[str, Any] = {"items": list(self.items.stored.values()), "pass_mark": self.pass_mark}
        return form | ({"rules": dict(self.settings)} if self.settings else {})

    def rules(self, terms: Mapping[str, object] = NOTHING) -> Rules:
        """Return the rules, with the `terms` that an attempt's state says hold instead."""
        return Rules.of(self.settings, terms)

    def closes_after(self, now: datetime, terms: Mapping[str, object]) -> bool:
        """Return whether the quiz closes later: will the quiz close later, for everybody or under these `terms`?
        Whoever has to stop before the others waits for them.
        """
        moments = {rules.closes_at for rules in (self.rules(), self.rules(terms))} - {""}
        return any(now < datetime.fromisoformat(moment) for moment in moments)

    def phase(
        self, terms: Mapping[str, object], *, closed: bool, closed_at: str, now: datetime, exam_over: bool
    ) -> str:
        """Return the phase of the review for an attempt that was closed at `closed_at` (empty: long ago)."""
        rules = self.rules(terms)
        if not closed:
            return DURING
        if (exam_over if rules.ticket else rules.closes_at) and not self.closes_after(now, terms):
            return AFTER_CLOSE
        return JUST_AFTER if closed_at and now < datetime.fromisoformat(closed_at) + MOMENT else LATER
