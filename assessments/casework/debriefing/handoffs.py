"""The flow of hand-offs: forms that went from seat to seat, how long they waited, what came back and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from ..reducer import Entry
from ..script import Script
from ..state import State
from .replay_steps import ReplayStep, steps_of

ACCEPTED, RETURNED = "accepted", "returned"


@dataclass(frozen=True)
class HandOff:
    """One sending of a form; sent again it is another one, with a `number` from 1. Times are minutes of the case.

    `opened_at` is when it could first be sent; `answer` is empty, and `answered_at` None, where nobody answered.
    """

    form: str
    number: int
    sender: str
    to: tuple[str, ...]
    opened_at: int
    sent_at: int
    until: int
    answer: str = ""
    answered_by: str = ""
    answered_at: int | None = None
    reason: str = ""

    @property
    def prepared(self) -> int:
        """Minutes from when it could be sent, or came back, until it was."""
        return self.sent_at - self.opened_at

    @property
    def waited(self) -> int:
        """Minutes until it was answered, or until the end."""
        return (self.until if self.answered_at is None else self.answered_at) - self.sent_at


@dataclass(frozen=True)
class Waiting:
    """Forms that were `sent`, `answered` and `returned`, the share that came back, and the mean hours until an answer;
    None where nothing was answered.
    """

    sent: int
    answered: int
    returned: int
    share_returned: float | None
    hours: float | None


def hand_offs(script: Script, log: Sequence[Entry], state: State) -> tuple[HandOff, ...]:
    """Return the hand-offs in the order in which they were sent. `state` is that of the play after `log`."""
    found: list[HandOff] = []
    for one in steps_of(script, log, state.at):
        entry = one.entry
        if entry is not None and entry.verb == "send":
            found.append(_sent(script, one, found, state.at))
        elif entry is not None and entry.verb == "receive":
            _answer(one, entry, found)
    return tuple(found)


def _sent(script: Script, one: ReplayStep, found: Sequence[HandOff], until: int) -> HandOff:
    form = script.forms[str(one.entry.data["form"])]  # type: ignore[union-attr]
    before = [each for each in found if each.form == form.id]
    opened = before[-1].answered_at if before else one.after.opened[f"f:{form.id}"]
    at = one.after.sent[form.id].at
    return HandOff(form.id, len(before) + 1, form.seat, form.to, at if opened is None else opened, at, until)


def _answer(one: ReplayStep, entry: Entry, found: list[HandOff]) -> None:
    sent = one.after.sent[str(entry.data["form"])]
    place = max(number for number, each in enumerate(found) if each.form == entry.data["form"])
    found[place] = replace(
        found[place], answer=sent.answer, answered_by=entry.seat, answered_at=sent.answered_at, reason=sent.reason
    )


def waiting_times(found: Sequence[HandOff]) -> Waiting:
    answered = [each for each in found if each.answered_at is not None]
    returned = sum(each.answer == RETURNED for each in answered)
    if not answered:
        return Waiting(len(found), 0, 0, None, None)
    hours = mean(each.waited for each in answered) / 60
    return Waiting(len(found), len(answered), returned, returned / len(answered), hours)
