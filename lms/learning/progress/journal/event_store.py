"""The one door by which facts enter: an event is stored first,
and an id that comes again is recognised by its row count.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection
from django.db.models.expressions import RawSQL

from lms.foundation.database.prepared_statements import prepared_cursor

from ..models import Attempt, Event
from .late_facts import LATE, VERBS
from .triggers import JOURNAL

log = logging.getLogger(__name__)


ANSWERED = "answered"
SERVER = "server"
"""The origin of what nobody sent. Everything else has an id of version 7 (`lms.foundation.plugins.identifiers`)."""


class EventConflict(ValueError):
    """Refusal: the event id is known with other content, belongs to another attempt, or is none that may be sent.

    Nothing was written.
    """


_FIELDS = {field.name: field for field in Event._meta.concrete_fields}
_INSERT = "INSERT INTO {table} ({columns}) VALUES {rows} ON CONFLICT (id) DO NOTHING"
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS.values())
_NUMBER = f"(SELECT COALESCE(MAX(number), 0) + %s FROM {Event._meta.db_table} WHERE enrolment_id = %s)"  # noqa: S608  own constant
"""Of the event that is so many places behind the last one of its enrolment, found as it is inserted."""
_ROW = f"({', '.join(_NUMBER if name == 'number' else '%s' for name in _FIELDS)})"


def store(
    *,
    id: UUID,
    attempt: Attempt,
    position: int,
    verb: str,
    data: Mapping[str, Any],
    occurred_at: datetime,
    now: datetime,
    origin: str = "web",
    device: str = "",
    sequence: int | None = None,
    corrects: bool = False,
) -> bool:
    """Append one event to the journal of `attempt`, which the caller has locked. False where the same event is already
    there.

    `corrects`: where the same id came before with other data, because half of them was lost on the way, these data are
    kept beside them, under an id that follows from the id and the data; sent again, they are there. Raises
    `EventConflict` where the id is taken by something else, and where an id of the server's own kind comes from
    outside.
    """
    if origin != SERVER and id.version != 7:
        raise EventConflict
    row = {
        "id": id,
        "enrolment": attempt.enrolment_id,
        "attempt": attempt.pk,
        "position": position,
        "verb": verb,
        "data": dict(data),
        "occurred_at": occurred_at,
        "received_at": now,
        "origin": origin,
        "device": device[:64],
        "sequence": sequence,
    }
    if _inserted(row):
        return True
    known = Event.objects.get(pk=id)
    if known.attempt_id == attempt.pk and known.verb == verb and is_same(known.data, data):
        return False
    if known.attempt_id != attempt.pk or not corrects or known.verb not in (ANSWERED, LATE):
        raise EventConflict
    log.warning("event %s of attempt %s came again with other data", id, attempt.pk)
    return _inserted({**row, "id": derived_event_id(id, data)}) == 1


def store_first(attempt: Attempt, facts: Sequence[tuple[str, UUID, Mapping[str, Any]]], *, now: datetime) -> None:
    """Append the first events of a new attempt (verb, id, data), which came from its learner, in one statement.

    Raises `EventConflict` where an id is taken or none that may be sent.
    """
    events: list[dict[str, Any]] = [
        {
            "id": id,
            "enrolment": attempt.enrolment_id,
            "attempt": attempt.pk,
            "position": position,
            "verb": verb,
            "data": dict(data),
            "occurred_at": now,
            "received_at": now,
            "origin": "web",
            "device": "",
            "sequence": None,
        }
        for position, (verb, id, data) in enumerate(facts)
    ]
    if any(event["id"].version != 7 for event in events) or _inserted(*events) != len(events):
        raise EventConflict


def derived_event_id(id: UUID, data: Mapping[str, Any]) -> UUID:
    """Return the id of an answer that came under the `id` of another one of its attempt."""
    return uuid5(id, _text(data))


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether the data of two events are the same."""
    return _text(one) == _text(other)


def append(events: Sequence[Event]) -> None:
    """Append events with new ids to the journals of their enrolments, which the caller has locked, in this order."""
    met: Counter[int] = Counter()
    for event in events:
        met[event.enrolment_id] += 1
        event.number = RawSQL(_NUMBER, (met[event.enrolment_id], event.enrolment_id))  # noqa: S611  own constant
    Event.objects.bulk_create(events)


def _inserted(*events: Mapping[str, Any]) -> int:
    """Count the events, all of one enrolment, that were new: an id that is taken is passed over."""
    prepared: list[Any] = []
    for place, row in enumerate(events, start=1):
        for name, field in _FIELDS.items():
            numbered = name == "number"
            prepared += [place, row["enrolment"]] if numbered else [field.get_db_prep_save(row[name], connection)]
    with prepared_cursor(connection) if len(events) == 1 else connection.cursor() as cursor:
        table, values = Event._meta.db_table, ", ".join([_ROW] * len(events))
        cursor.execute(_INSERT.format(table=table, columns=_COLUMNS, rows=values), prepared)
        return cursor.rowcount


def afterwards(attempt: Attempt) -> list[Event]:
    """Return the answers of `attempt` that came after its end, and the decisions on them, in order; one statement."""
    return list(Event.objects.filter(attempt=attempt, verb__in=VERBS).order_by("position"))


@contextmanager
def erasure() -> Iterator[None]:
    """Permit to delete events inside the block, and only in its transaction: for lawful erasure and for no other
    purpose.
    """
    with JOURNAL.permitted():
        yield


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), sort_keys=True)
