"""Rules of one event: which may enter an attempt, and the step that it takes."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, Response, Step
from lms.people.directory.models import User

from ..access import activity_types
from ..access.lock_rules import refuse_answering
from ..access.windows import refuse_outside
from ..completion.figures import BY_HAND, RESTORED
from ..models import Attempt
from .answer_parsing import TooLarge, refuse_too_large
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
    verb: str, data: Mapping[str, object], *, now: datetime, by: User | None, occurred_at: datetime | None
) -> tuple[dict[str, object], datetime]:
    """Return the data of a fact with the person who did it, and when it happened.

    Raises `ValueError` for a verb of the core, and `InvalidAnswer` for an hour that has not come.
    """
    if verb in OWN:
        raise ValueError(f"“{verb}” is a verb of the core.")
    if occurred_at is not None and occurred_at > now + CLOCKS_DIFFER:
        raise InvalidAnswer(_("This day or hour has not come yet. Give the one at which it happened."))
    return dict(data) if by is None else {**data, "by": by.pk}, occurred_at or now


def response_to(
    kind: ActivityType, attempt: Attempt, verb: str, data: Mapping[str, object], *, now: datetime
) -> Response:
    """Return what an event on the attempt comes to: what is kept of its data, its step, and the deadline from now on.

    Raises `AttemptClosed`, `TooLate`, `NotNow`, `Locked`, `TooLarge`, `NothingToSet` and the plugin's `InvalidAnswer`.
    """
    if verb != ANSWERED:
        step = _step_of(kind, attempt, verb, data, now=now)
        deadline = kind.deadline(attempt.form, step.state, begun_at=attempt.begun_at)
        return Response(dict(data), step, deadline)
    # Is the attempt open, in its own time and in that of the course?
    if attempt.closed_at is not None:
        raise AttemptClosed(
            _("This attempt is finished and takes no more answers. Open its result to see what counted.")
        )
    if attempt.deadline_at is not None and is_over(attempt, kind, now=now):
        raise TooLate(
            _(
                "The time is up. The answers saved before have been submitted; this one came too late and does "
                "not count."
            )
        )
    if attempt.enrolment.opens_at is not None or attempt.enrolment.closes_at is not None:
        refuse_outside(attempt.enrolment, now=now)
    if attempt.answered_at is None:
        refuse_answering(attempt, now=now)
    # Is what is kept of it short enough? The rest of what a browser sent may be longer.
    try:
        refuse_too_large(data)
    except TooLarge:
        refuse_too_large(kind.taken(attempt.form, deepcopy(dict(data))))
    # The plugin gets a copy: an answer that it changed in place would be no longer known when it comes again.
    given = deepcopy(dict(data))
    response = kind.respond(
        attempt.form, attempt.state, given, begun_at=attempt.begun_at, deadline=attempt.deadline_at, now=now
    )
    if response.data != data:
        refuse_too_large(response.data)
    return response


def _step_of(kind: ActivityType, attempt: Attempt, verb: str, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Return the step from a fact that is no answer."""
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
