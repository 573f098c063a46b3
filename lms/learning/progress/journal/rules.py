"""Rules of one event: which may enter an attempt, and the step that it takes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, Step
from lms.people.directory.models import User

from ..access import activity_types
from ..access.lock_rules import refuse_answering
from ..access.windows import refuse_outside
from ..completion.figures import BY_HAND, RESTORED
from ..models import Attempt
from .event_store import ANSWERED, afterwards
from .late_facts import ADMITTED, VERBS, fold


class AttemptClosed(InvalidAnswer):
    """The attempt is finished; nothing more can be added."""


class TooLate(InvalidAnswer):
    """The attempt's time is over. What was saved before counts; `expire` submits it."""


class NothingToSet(ValueError):
    """The attempt has no result yet that another could take the place of, or none was set that could be undone."""


INITIALIZED, TERMINATED = "initialized", "terminated"
OWN = {INITIALIZED, ANSWERED, TERMINATED, *VERBS, *BY_HAND}
"""Verbs that the core gives; the others belong to activity types."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""So much may the clock of a device be ahead."""


def is_over(attempt: Attempt, kind: ActivityType, *, now: datetime) -> bool:
    """Return whether the deadline of `attempt` and the grace of its `kind` are over."""
    return attempt.deadline_at is not None and now > attempt.deadline_at + kind.grace(attempt.form)


def fact_data(
    verb: str, data: Mapping[str, Any], *, now: datetime, by: User | None, occurred_at: datetime | None
) -> tuple[dict[str, Any], datetime]:
    """Return the data of a fact with the person who did it, and when it happened.

    Raises `ValueError` for a verb of the core, and `InvalidAnswer` for an hour that has not come.
    """
    if verb in OWN:
        raise ValueError(f"“{verb}” is a verb of the core.")
    if occurred_at is not None and occurred_at > now + CLOCKS_DIFFER:
        raise InvalidAnswer(_("This day or hour has not come yet. Give the one at which it happened."))
    return dict(data) if by is None else {**data, "by": by.pk}, occurred_at or now


def step_of(kind: ActivityType, attempt: Attempt, verb: str, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Return the step from the event on the attempt. Raises `AttemptClosed`, `TooLate`, `NotNow`, `Locked`,
    `NothingToSet` and the plugin's `InvalidAnswer`.
    """
    if verb == ANSWERED:
        if attempt.closed_at is not None:
            raise AttemptClosed(
                _("This attempt is finished and takes no more answers. Open its result to see what counted.")
            )
        if is_over(attempt, kind, now=now):
            raise TooLate(
                _("The time is up. What was saved before has been submitted; this came too late and does not count.")
            )
        refuse_outside(attempt.enrolment, now=now)
        refuse_answering(attempt, now=now)
        return kind.answer(attempt.form, attempt.state, data, now=now)
    if verb in BY_HAND:
        nothing_set = verb == RESTORED and str(attempt.activity_id) not in attempt.enrolment.overrides
        if attempt.completed_at is None or nothing_set:
            raise NothingToSet(_("There is no result here that could be changed. Look at the page again."))
        return Step(attempt.state)
    if verb in VERBS:
        named = data["events"] if verb == ADMITTED else []
        answers = [event.data for event in (afterwards(attempt) if named else []) if str(event.pk) in named]
        return fold(kind, attempt, verb, data, answers, now=now)
    return activity_types.fold_fact(kind, attempt, verb, data, now=now)
