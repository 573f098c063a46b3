"""Rules of an attempt at a quiz: the settings of the quiz, and exceptions for one learner. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

DEFERRED, IMMEDIATE, CERTAINTY = "deferred", "immediate", "certainty"
FREE, SEQUENTIAL = "free", "sequential"
DURING, JUST_AFTER, LATER, AFTER_CLOSE = PHASES = ("during", "just_after", "later", "after_close")
MARKS, RIGHT, FEEDBACK, ANSWERS = WHAT = ("marks", "right", "feedback", "answers")
"""Points, which answer is right, why, and what one answered oneself."""
MOMENT = timedelta(minutes=2)
"""How long “just after” lasts."""
NOTHING: Mapping[str, Any] = {}
MARKED_KINDS = {"quiz"}
"""Kinds of activity whose attempts are sittings, marked at the same desk; a plugin adds its own as it plugs in."""
TERMS = ("opens_at", "closes_at", "minutes", "attempts", "delay_minutes")
"""What may hold otherwise for one learner."""


@dataclass(frozen=True)
class Rules:
    """The settings that an attempt is answered, marked and shown by. As they stand here they are those of a plain quiz.

    Times are ISO 8601 with their offset, or nothing; `minutes` is the time limit, 0 for none; `per_page` 0 puts all
    questions on one page; `review` says by phase what is shown; `markers` is how many people mark what people mark, and
    `blind` that they do not see whose it is.
    """

    behaviour: str = DEFERRED
    tries: int = 3
    penalty: float = 1 / 3
    navigation: str = FREE
    per_page: int = 0
    grading: str = "best"
    opens_at: str = ""
    closes_at: str = ""
    minutes: int = 0
    grace_seconds: int = 60
    delay_minutes: int = 0
    ticket: bool = False
    markers: int = 1
    blind: bool = False
    review: Mapping[str, Any] = field(default_factory=lambda: {phase: [*WHAT] for phase in PHASES})

    @classmethod
    def of(cls, settings: Mapping[str, Any], terms: Mapping[str, Any] = NOTHING) -> "Rules":
        """Read the rules from a definition or from the rules of a form, and the terms of an attempt."""
        return cls(**{name: value for name, value in {**settings, **terms}.items() if name in _NAMES})

    @classmethod
    def frozen(cls, definition: Mapping[str, object]) -> dict[str, object]:
        """Return the settings of `definition` that are not those of a plain quiz."""
        plain = cls()
        return {
            one.name: definition[one.name]
            for one in fields(cls)
            if one.name in definition and definition[one.name] != getattr(plain, one.name)
        }

    @property
    def sequential(self) -> bool:
        return self.navigation == SEQUENTIAL

    def deadline(self, begun_at: datetime) -> datetime | None:
        """Return the time at which an attempt that was begun at `begun_at` ends by itself: its minutes are over, or the
        quiz closes. None without a limit.
        """
        ends = [begun_at + timedelta(minutes=self.minutes)] if self.minutes else []
        return min([*ends, *([datetime.fromisoformat(self.closes_at)] if self.closes_at else [])], default=None)

    def holds(self, phase: str) -> bool:
        """Return whether the attempt is an exam handed in that others still sit, or will."""
        return bool(self.ticket) and phase in (JUST_AFTER, LATER)

    def shown(self, phase: str) -> frozenset[str]:
        """Select the parts of WHAT that are shown in that phase: of an exam the points alone, until it is over."""
        chosen = frozenset(self.review.get(phase, ()))
        return chosen & {MARKS} if self.ticket and phase != AFTER_CLOSE else chosen

    def pages(self, names: list[str]) -> list[list[str]]:
        """Return the questions of an attempt by page; one by one where they have to be answered in order and nobody
        says how many at a time.
        """
        size = self.per_page or (1 if self.sequential else len(names)) or 1
        return [names[start : start + size] for start in range(0, len(names), size)] or [[]]


_NAMES = frozenset(one.name for one in fields(Rules))
