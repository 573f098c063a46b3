"""Facts of the core about answers that came after the end of their attempt, folded alike by the services and by the
rebuild.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, Step

from ..models import Attempt, Event

LATE, ADMITTED, DECLINED = VERBS = ("late", "admitted", "declined")
"""An answer came after the end; somebody decided that what came counts as if it had come in time,
or that it does not.
"""

MOST = 300
"""So many answers after the end of one attempt are kept;
one after the other they are folded to see what another would change.
"""


class TooMany(InvalidAnswer):
    """More came after the end of this attempt than are kept."""


def undecided(events: Sequence[Event]) -> list[Event]:
    """Return the late answers among `events` (of `event_store.afterwards`) that are not yet decided."""
    decided = {pk for event in events if event.verb != LATE for pk in event.data["events"]}
    return [event for event in events if event.verb == LATE and str(event.pk) not in decided]


def says_more(
    kind: ActivityType, attempt: Attempt, events: Sequence[Event], data: Mapping[str, object], *, now: datetime
) -> bool:
    """Return whether `data`, which came after the end of `attempt`, would change anything beside the saved and the
    waiting answers.

    `events` are those of `lms.learning.progress.journal.event_store.afterwards`. Raises the plugin's `InvalidAnswer`
    for what would not have been an answer in time either, and `TooMany`.
    """
    state = attempt.state
    if waiting := [event.data for event in undecided(events)]:
        state = kind.admit(attempt.form, state, waiting, now=now).state
    after = kind.admit(attempt.form, state, [data], now=now).state
    if kind.present(attempt.form, after) == kind.present(attempt.form, state):
        return False
    if attempt.late >= MOST:
        raise TooMany(
            _("Too much came after the end of this attempt. Nothing more is kept of it; talk to your instructor.")
        )
    return True


def fold(
    kind: ActivityType,
    attempt: Attempt,
    verb: str,
    data: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
) -> Step:
    """Return the step from one of `VERBS` on `attempt`, whose counts follow in memory; `answers` are those that a
    decision names, in order.

    Raises the plugin's `InvalidAnswer` where they cannot be admitted.
    """
    if verb == LATE:
        attempt.late, attempt.undecided = attempt.late + 1, attempt.undecided + 1
        return Step(attempt.state)
    attempt.undecided -= len(data["events"])
    if verb == DECLINED:
        return Step(attempt.state)
    step = kind.admit(attempt.form, attempt.state, answers, now=now)
    return replace(step, outcome=replace(step.outcome, closed=True, lowers=True))
