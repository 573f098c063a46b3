"""The one door by which facts enter: an event is stored first,
and an id that comes again is recognised by its row count.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from . import triggers
from .afterwards import LATE, VERBS
from .models import Attempt, Event

log = logging.getLogger(__name__)


ANSWERED = "answered"
SERVER = "server"
"""The origin of what nobody sent. Everything else has an id of version 7 (`lms.plugins.identifiers`)."""


class EventConflict(ValueError):
    """This event id is known with other content, belongs to another attempt, or is none that may be sent.

    Nothing was written.
    """


_INSERT = """INSERT INTO {table}
(id, enrolment_id, attempt_id, position, verb, data, occurred_at, received_at, origin, device, sequence)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"""


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
    if _inserted(id, row):
        return True
    known = Event.objects.get(pk=id)
    if known.attempt_id == attempt.pk and known.verb == verb and is_same(known.data, data):
        return False
    if known.attempt_id != attempt.pk or not corrects or known.verb not in (ANSWERED, LATE):
        raise EventConflict
    log.warning("event %s of attempt %s came again with other data", id, attempt.pk)
    return _inserted(twin(id, data), row)


def twin(id: UUID, data: Mapping[str, Any]) -> UUID:
    """The id of an answer that came under the `id` of another one of its attempt."""
    return uuid5(id, _text(data))


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Are two data of events the same?"""
    return _text(one) == _text(other)


def _inserted(id: UUID, row: Mapping[str, Any]) -> bool:
    """False where the id is taken."""
    fields = {field.name: field for field in Event._meta.concrete_fields}
    prepared = [fields[name].get_db_prep_save(value, connection) for name, value in {"id": id, **row}.items()]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=Event._meta.db_table), prepared)
        return cursor.rowcount == 1


def afterwards(attempt: Attempt) -> list[Event]:
    """The answers of `attempt` that came after its end, and what was decided on them, in order; one statement."""
    return list(Event.objects.filter(attempt=attempt, verb__in=VERBS).order_by("position"))


@contextmanager
def erasure() -> Iterator[None]:
    """Within it, and only in its transaction, events may be deleted: for lawful erasure and for nothing else."""
    with transaction.atomic():
        triggers.permit(connection, given=True)
        yield
        triggers.permit(connection, given=False)


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), sort_keys=True)
