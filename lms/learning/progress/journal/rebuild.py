"""The proof that everything but the journal and the forms can be made anew: fold every attempt again, and compare."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.catalogue import lookup
from lms.foundation.plugins.activity import JSON, ActivityType, InvalidAnswer, Result, Step, activities
from lms.foundation.plugins.runtime.errors import Faulty, NotInstalled, TooNew

from ..completion.figures import (
    BY_HAND,
    COLUMNS,
    FIGURES,
    apply,
    record_result,
    set_by_hand,
    tell_completed,
    update_enrolment,
)
from ..models import Attempt, Enrolment, Event
from .attempt_start import Start
from .event_store import ANSWERED
from .late_facts import ADMITTED, LATE, VERBS
from .late_facts import fold as fold_late

CHUNK = 100
TOLERANCE = 1e-9
"""Difference of two numbers that is none: from version to version Python adds up in other ways, by some 1e-16."""
SEALED = "sealed"
"""In the first event of an attempt whose texts were erased, where its result cannot be folded without them."""
ATTEMPT_FIELDS = [*COLUMNS, "begun_at"]
ENROLMENT_FIELDS = [*FIGURES, "started_at", "overrides"]


class Unfoldable(ValueError):
    """The journal of an attempt cannot be folded as it stands."""


@dataclass(frozen=True)
class Finding:
    """A row that differs from its fold, with each column's stored and rebuilt value; or an attempt that was skipped,
    with the reason.

    The column `journal` stands for events that cannot be folded.
    """

    row: str
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    skipped: str = ""


@dataclass(frozen=True)
class Moment:
    """Moment that an enrolment has to count, with the fact `number` of its journal: at `at` an attempt began (`attempt`
    is None) or counted as it then stood.

    Without `kind` its plugin is absent. `answered` and `lowers` are as `lms.learning.progress.completion.figures` asks
    for them.
    """

    at: datetime
    number: int
    attempt: Attempt | None = None
    kind: ActivityType | None = None
    answered: bool = True
    lowers: bool = False
    by_hand: tuple[str, Mapping[str, Any]] | None = None
    """The verb and data of what somebody set that the activity counts for."""
    began: bool = True
    """Of a moment without `attempt`: whether its learner began it; else it counts where nothing began before."""


def rebuild(*, write: bool) -> Iterator[Finding]:
    """Fold the journal of everybody anew, a hundred enrolments at a time, and yield what differs;
    `write` corrects it as well.
    """
    last = 0
    while True:
        with transaction.atomic():
            enrolments = list(
                Enrolment.objects.select_for_update(no_key=True).filter(pk__gt=last).order_by("pk")[:CHUNK]
            )
            findings = list(_chunk(enrolments, write=write))
        yield from findings
        if len(enrolments) < CHUNK:
            return
        last = enrolments[-1].pk


def _chunk(enrolments: list[Enrolment], *, write: bool) -> Iterator[Finding]:
    by_enrolment: dict[int, list[Moment]] = {enrolment.pk: [] for enrolment in enrolments}
    rows = Attempt.objects.filter(enrolment__in=by_enrolment).select_related("enrolment").order_by("pk")
    attempts = {attempt.pk: attempt for attempt in rows}
    journal = Event.objects.filter(attempt__in=attempts).order_by("attempt", "position").iterator(chunk_size=1000)
    sealed: set[int] = set()
    for pk, grouped in groupby(journal, key=lambda event: event.attempt_id):
        attempt, events = attempts.pop(pk), list(grouped)
        if SEALED in events[0].data:
            sealed.add(attempt.enrolment_id)
            continue
        try:
            folded, moments = fold(attempt, events)
        except NotInstalled as error:
            yield Finding(f"attempt {pk}", skipped=str(error))
            moments = _as_stored(attempt, events)
        except Unfoldable as error:
            yield Finding(f"attempt {pk}", {"journal": ("", str(error))})
            moments = _as_stored(attempt, events)
        else:
            yield from _compare(f"attempt {pk}", attempt, folded, ATTEMPT_FIELDS, write=write)
        by_enrolment[attempt.enrolment_id] += moments
    for attempt in attempts.values():
        yield Finding(f"attempt {attempt.pk}", {"journal": ("", "it has no event")})
        by_enrolment[attempt.enrolment_id] += _as_stored(attempt)
    for enrolment in (enrolment for enrolment in enrolments if enrolment.pk not in sealed):
        yield from _compare(
            f"enrolment {enrolment.pk}",
            enrolment,
            figures(enrolment, by_enrolment[enrolment.pk]),
            ENROLMENT_FIELDS,
            write=write,
        )


def fold(attempt: Attempt, events: Iterable[Event]) -> tuple[Attempt, list[Moment]]:
    """Fold the events into the attempt, and return it with the moments that its enrolment counts. The clock of the fold
    is each event's `received_at`. A state that says the same in the shape of an older version stays as it is.

    Raises `NotInstalled` while its plugin is absent or older than what it wrote, and `Unfoldable`.
    """
    kind = activities.get(attempt.kind)
    first, *answers = events
    if first.verb != "initialized":
        raise Unfoldable("its first event does not begin it")
    folded = Attempt(
        pk=attempt.pk,
        enrolment_id=attempt.enrolment_id,
        activity_id=attempt.activity_id,
        number=attempt.number,
        form=attempt.form,
    )
    folded.state, folded.events, folded.begun_at = Start(**first.data).draw(kind)[1], 1, first.received_at
    folded.deadline_at = kind.deadline(folded.form, folded.state, begun_at=folded.begun_at)
    theirs = first.data.get("by") is None
    moments = [Moment(first.received_at, first.number)] if theirs else []
    late: dict[str, Any] = {}
    for event in answers:
        step, now, answered = _step(kind, folded, event, late), event.received_at, event.verb == ANSWERED
        if not theirs and (answered or _is_own_act(kind, attempt, event)):
            moments.append(Moment(now, event.number, began=False))
        deadline, number = kind.deadline(folded.form, step.state, begun_at=folded.begun_at), event.number
        counts = apply(folded, step, deadline=deadline, now=now, answered=answered)
        if event.verb in BY_HAND:
            moments.append(Moment(now, number, copy(folded), kind, False, True, (event.verb, event.data)))
        elif counts:
            moments.append(Moment(now, number, copy(folded), kind, answered, step.outcome.lowers))
    if _is_same(kind, attempt.form, attempt.state, folded.state):
        folded.state = attempt.state
    return folded, moments


def _is_own_act(kind: ActivityType, attempt: Attempt, event: Event) -> bool:
    by = event.data.get("by") if event.verb in kind.learners_facts else None
    return by is not None and by == attempt.enrolment.learner_id


def _is_same(kind: ActivityType, form: JSON, stored: JSON, folded: JSON) -> bool:
    """Return whether two states present the same, whichever versions wrote them. Raises `TooNew`."""
    try:
        return kind.present(form, stored) == kind.present(form, folded)
    except TooNew:
        raise
    except Faulty:  # what is stored is no state of that version
        return False


def _step(kind: ActivityType, folded: Attempt, event: Event, late: dict[str, Any]) -> Step:
    """Return the step from `event` on the attempt; `late` holds the events after its end, by id, and grows."""
    if event.verb in BY_HAND:
        return Step(folded.state)
    try:
        if event.verb in VERBS:
            late |= {str(event.pk): event.data} if event.verb == LATE else {}
            answers = [data for pk, data in late.items() if event.verb == ADMITTED and pk in event.data["events"]]
            return fold_late(kind, folded, event.verb, event.data, answers, now=event.received_at)
        if event.verb == ANSWERED:
            return kind.answer(folded.form, folded.state, event.data, now=event.received_at)
        return kind.fold(folded.form, folded.state, event.verb, event.data, now=event.received_at)
    except InvalidAnswer as error:
        raise Unfoldable(f"its event {event.pk} is refused: {error}") from error


def _as_stored(attempt: Attempt, events: Sequence[Event] = ()) -> list[Moment]:
    """Return the moments of an attempt that cannot be folded: its stored result stands, and results set by hand."""
    numbers = [event.number for event in events] or [0]
    moments = [Moment(attempt.begun_at, numbers[0])]
    if ended_at := attempt.closed_at or attempt.completed_at:
        counted = next((event.number for event in events if event.received_at == ended_at), numbers[-1])
        moments.append(Moment(ended_at, counted, attempt))
    by_hand = [event for event in events if event.verb in BY_HAND]
    moments += [
        Moment(one.received_at, one.number, attempt, None, False, True, (one.verb, one.data)) for one in by_hand
    ]
    return moments


def figures(enrolment: Enrolment, moments: Iterable[Moment]) -> Enrolment:
    """Return the enrolment with the figures from its moments.

    Before the last correction moved it, it was under way: nothing completes it earlier.
    """
    role = enrolment.role_family
    required = lookup.release(enrolment.release_id).outline.required_of(role)
    rebuilt = Enrolment(pk=enrolment.pk, release_id=enrolment.release_id, role_family=role, remaining=len(required))
    moved_at, moved_after = enrolment.moved_at, enrolment.moved_after or 0
    results: dict[UUID, dict[int, Result]] = {}
    for moment in sorted(moments, key=lambda moment: moment.number):
        if moved_at is not None and moment.number > moved_after:
            update_enrolment(rebuilt, now=moved_at)
            moved_at = None
        if moment.attempt is None:
            if moment.began or rebuilt.started_at is None:
                rebuilt.set_out(moment.at)
        else:
            result = _result(enrolment, moment.attempt, moment.kind, results.setdefault(moment.attempt.activity_id, {}))
            if moment.by_hand is not None:
                set_by_hand(rebuilt, str(moment.attempt.activity_id), *moment.by_hand)
            record_result(rebuilt, str(moment.attempt.activity_id), result, lowers=moment.lowers)
            rebuilt.seen_at = moment.at if moment.answered else rebuilt.seen_at
            if moved_at is None:
                update_enrolment(rebuilt, now=moment.at)
    if moved_at is not None:
        update_enrolment(rebuilt, now=moved_at)
    return rebuilt


def _result(enrolment: Enrolment, attempt: Attempt, kind: ActivityType | None, results: dict[int, Result]) -> Result:
    """Return the result of the activity with `attempt`, which joins the `results` so far; the stored result if its
    activity type is absent.
    """
    if kind is None:
        return Result(enrolment.scores.get(str(attempt.activity_id)), attempt.passed)
    results[attempt.number] = Result(attempt.score, attempt.passed)
    return kind.combine(attempt.form, [results[number] for number in sorted(results)])


def _compare(
    row: str, stored: Attempt | Enrolment, rebuilt: Attempt | Enrolment, names: list[str], *, write: bool
) -> Iterator[Finding]:
    pairs = {name: (getattr(stored, name), getattr(rebuilt, name)) for name in names}
    columns = {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and not _is_alike(*map(_json, pair))}
    if not columns:
        return
    yield Finding(row, columns)
    if write:
        _write(stored, columns)


def _write(row: Attempt | Enrolment, columns: dict[str, tuple[object, object]]) -> None:
    before = row.completed_at if isinstance(row, Enrolment) else None
    for name, (_stored, rebuilt) in columns.items():
        setattr(row, name, rebuilt)
    changed = {"changed_at": timezone.now()} if isinstance(row, Enrolment) else {}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=[*columns, *changed])
    if isinstance(row, Enrolment) and before is None and row.completed_at is not None:
        tell_completed(row, now=row.completed_at)


def _json(value: object) -> object:
    return json.loads(json.dumps(value, default=str))


def _is_alike(stored: object, rebuilt: object) -> bool:
    """Return whether two values of JSON are the same, numbers within `TOLERANCE`."""
    if isinstance(stored, dict) and isinstance(rebuilt, dict):
        return stored.keys() == rebuilt.keys() and all(
            _is_alike(value, rebuilt[name]) for name, value in stored.items()
        )
    if isinstance(stored, list) and isinstance(rebuilt, list):
        return len(stored) == len(rebuilt) and all(map(_is_alike, stored, rebuilt))
    if isinstance(stored, float) and isinstance(rebuilt, float):
        return abs(stored - rebuilt) <= TOLERANCE
    return stored == rebuilt
