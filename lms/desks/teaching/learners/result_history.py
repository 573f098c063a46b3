"""History of a result: the events of the journal behind it, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.activity import activities
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.directory.names import names_of

MOST = 2000
"""Events that are read of one enrolment."""
VERBS: Mapping[str, Any] = {
    "initialized": _("Begun"),
    "answered": _("Answers saved"),
    "terminated": _("Ended without being submitted"),
    "late": _("Answers came after the end"),
    "admitted": _("Late answers were admitted"),
    "declined": _("Late answers were not admitted"),
    "overridden": _("Result set by hand"),
    "restored": _("The attempts count again"),
}
"""Those of the core; the others are their activity type's."""


@dataclass(frozen=True)
class HistoryEntry:
    """Entry of a history: an event, so many times in a row; `attempt` is None for what concerns the course."""

    at: datetime
    until: datetime
    what: Any
    times: int = 1
    who: str = ""
    reason: str = ""
    attempt: Attempt | None = None
    title: Any = ""


def of_attempt(attempt: Attempt) -> list[HistoryEntry]:
    """Return its events in order. Two statements."""
    return _moments(Event.objects.filter(attempt=attempt).order_by("position"), {attempt.pk: attempt}, {})


def of_enrolment(enrolment: Enrolment, *, language: str) -> list[HistoryEntry]:
    """Return everything that it came to be what it is by, in order: when it was given, the events of its attempts, and
    when it was completed. Three statements.
    """
    rows = Attempt.objects.filter(enrolment=enrolment).select_related("activity").defer("form", "state")
    attempts = {attempt.pk: attempt for attempt in rows}
    titles = {pk: attempt.activity.title_in(language) for pk, attempt in attempts.items()}
    events = Event.objects.filter(enrolment=enrolment).order_by("number")
    around = [(enrolment.enrolled_at, _("Enrolled")), (enrolment.arrived_at, _("Came from another institution"))]
    around += [
        (enrolment.moved_at, _("Moved to a corrected release of the course")),
        (enrolment.completed_at, _("Course completed")),
    ]
    own = [HistoryEntry(at, at, what) for at, what in around if at is not None]
    return sorted([*own, *_moments(events, attempts, titles)], key=lambda moment: moment.at)


def _moments(
    events: QuerySet[Event], attempts: Mapping[int, Attempt], titles: Mapping[int, object]
) -> list[HistoryEntry]:
    """Return one for each of what happened again and again."""
    found = list(events.only("verb", "data", "received_at", "attempt")[:MOST])
    names = names_of(_by(event) for event in found)
    return [
        _moment(list(group), attempts[attempt], names, titles.get(attempt, ""))
        for (attempt, _verb, _who), group in groupby(found, key=lambda one: (one.attempt_id, one.verb, _by(one)))
    ]


def _moment(events: Sequence[Event], attempt: Attempt, names: Mapping[object, str], title: object) -> HistoryEntry:
    first = events[0]
    reason = next(_reasons(events), "")
    return HistoryEntry(
        first.received_at,
        events[-1].received_at,
        called(attempt.kind, first.verb),
        len(events),
        names.get(_by(first), ""),
        reason,
        attempt,
        title,
    )


def called(kind: str, verb: str) -> Any:
    """Return the words for a verb; the verb itself where there are none."""
    known = VERBS.get(verb)
    if known is not None:
        return known
    found = activities.find(kind)
    return found.verbs.get(verb, verb) if found else verb


def _by(event: Event) -> object:
    by = event.data.get("by")
    return by if isinstance(by, int) else None


def _reasons(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(reason := event.data.get("reason"), str) and reason:
            yield reason
