"""Decision logs side by side: of the seats of one play, and of groups that played the same case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..script import Script
from ..state import State


@dataclass(frozen=True)
class Answer:
    """Decision of one group. `option` is empty where it is still open or never opened, `seat` where nobody decided and
    the default was taken; `hours` from opening to deciding. Marks are those of the option, None without one.
    """

    opened_at: int | None
    at: int | None
    option: str
    seat: str
    reason: str
    relies: tuple[str, ...]
    marks: float | None
    never: bool

    @property
    def is_default(self) -> bool:
        return bool(self.option) and not self.seat

    @property
    def hours(self) -> float | None:
        return None if self.at is None or self.opened_at is None else (self.at - self.opened_at) / 60


@dataclass(frozen=True)
class Row:
    """One decision, and the answer of each play. `best` are the options with the most marks."""

    decision: str
    seat: str
    step: int
    best: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def is_split(self) -> bool:
        """Groups that decided did so in different ways."""
        return len({answer.option for answer in self.answers if answer.seat}) > 1


def compare_decisions(script: Script, plays: Sequence[State], seat: str = "") -> tuple[Row, ...]:
    """Return the decisions of one seat, or of all, that opened in one of the plays of the same case; earliest first."""
    rows = []
    for decision in script.case.decisions:
        opened = [state.opened[decision.id] for state in plays if decision.id in state.opened]
        if opened and seat in ("", decision.seat):
            best = tuple(option.id for option in decision.options if option.marks == decision.most)
            answers = tuple(_answer(script, state, decision.id) for state in plays)
            rows.append((min(opened), Row(decision.id, decision.seat, decision.step, best, answers)))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _answer(script: Script, state: State, id: str) -> Answer:
    made, opened = state.made.get(id), state.opened.get(id)
    if made is None:
        return Answer(opened, None, "", "", "", (), None, never=False)
    option = script.decisions[id].option(made.option)
    marks, never = (option.marks, option.never) if option is not None and made.seat else (0, False)
    return Answer(opened, made.at, made.option, made.seat, made.reason, made.relies, marks, never)
