"""What answers that came after the end do to their attempt: facts of the core,
folded alike by the services and by the rebuild.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from lms.plugins.activity import ActivityType, Step

from .models import Attempt

LATE, ADMITTED, DECLINED = VERBS = ("late", "admitted", "declined")
"""An answer came after the end; somebody decided that what came counts as if it had come in time,
or that it does not.
"""


def fold(
    kind: ActivityType,
    attempt: Attempt,
    verb: str,
    data: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
) -> Step:
    """What one of `VERBS` makes of `attempt`, whose counts follow in memory; `answers` are those that a decision names,
    in order.

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
