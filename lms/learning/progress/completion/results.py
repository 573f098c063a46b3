"""Result of one activity for one learner: the one rule by which every page and file says it. Pure but for the words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class State(StrEnum):
    """State of an activity for a learner."""

    NOTHING = "nothing"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    NOT_PASSED = "not_passed"
    EXHAUSTED = "exhausted"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Tries:
    """Number of attempts at an activity that failed, that go on, and that wait to be marked."""

    begun: int = 0
    failed: int = 0
    under_way: int = 0
    waiting: int = 0


NO_TRIES = Tries()


def tries_of(attempts: Iterable[Any]) -> Tries:
    """Return the tries of `attempts` that are not simply done."""
    rows = [one for one in attempts if one.completed_at is None or one.passed is False or one.waiting]
    return Tries(
        begun=len(rows),
        failed=sum(one.passed is False and one.closed_at is not None for one in rows),
        under_way=sum(one.closed_at is None for one in rows),
        waiting=sum(one.waiting for one in rows),
    )


PILLS = {State.WAITING: "due", State.NOT_PASSED: "due", State.EXHAUSTED: "overdue", State.DONE: "done"}


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """State of an activity, and the score that counts (0..1, or None).

    `set_to` is whether it was set by hand to passed; None where the attempts count.
    """

    state: State
    score: float | None = None
    set_to: bool | None = None
    failed: int = 0

    @property
    def pill(self) -> str:
        return PILLS.get(self.state, "")

    @property
    def by_hand(self) -> str:
        """Result that somebody set, in words; empty where the attempts count."""
        if self.set_to is None:
            return ""
        return _("set by hand: passed") if self.set_to else _("set by hand: not passed")

    @property
    def state_text(self) -> str:
        """The state as a word that can be sorted."""
        return _words(self.failed)[self.state]


def result_of(
    activity: str,
    *,
    done: Collection[str],
    scores: Mapping[str, float],
    overrides: Mapping[str, Any],
    tries: Tries = NO_TRIES,
    is_exhausted: bool = False,
) -> ActivityResult:
    """Return the result of `activity` by the figures of an enrolment and its attempts.

    What somebody set comes first. Next comes what is done, which stays done whatever is tried after it.
    """
    score, own = scores.get(activity), overrides.get(activity)
    if own is not None:
        state = State.DONE if own["passed"] else State.NOT_PASSED
        return ActivityResult(state, score, bool(own["passed"]))
    if activity in done:
        return ActivityResult(State.DONE, score)
    return ActivityResult(_undone(tries, is_exhausted), score, failed=tries.failed)


def _undone(tries: Tries, is_exhausted: bool) -> State:
    if not tries.begun:
        return State.NOTHING
    if tries.waiting:
        return State.WAITING
    if is_exhausted:
        return State.EXHAUSTED
    return State.UNDER_WAY if tries.under_way or not tries.failed else State.NOT_PASSED


def failed_times(times: int) -> str:
    """Return how often something was failed, in words."""
    if times == 2:
        return _("Failed twice")
    return ngettext("Failed %(count)s time", "Failed %(count)s times", times) % {"count": times}


def _words(failed: int) -> dict[State, str]:
    return {
        State.NOTHING: _("Not done"),
        State.UNDER_WAY: _("Under way"),
        State.WAITING: _("being marked"),
        State.NOT_PASSED: _("not passed"),
        State.EXHAUSTED: failed_times(failed),
        State.DONE: _("Done"),
    }
