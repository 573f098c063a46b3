"""The one door by which facts enter: an event is stored first, and an id that comes again is recognised by its row count."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from . import triggers
from .models import Attempt, Event


class EventConflict(ValueError):
    """This event id is known with other content, or belongs to another attempt. Nothing was written."""


_INSERT = """INSERT INTO {table} (id, enrolment_id, attempt_id, position, verb, data, occurred_at, received_at, origin, device, sequence)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"""


def store(
    *, id: UUID, attempt: Attempt, position: int, verb: str, data: Mapping[str, Any], occurred_at: datetime, now: datetime,
    origin: str = "web", device: str = "", sequence: int | None = None,
) -> bool:  # fmt: skip
    """Append one event to the journal of `attempt`, which the caller has locked. False where the same event is already there.

    Raises `EventConflict` where the id is taken by something else.
    """
    fields = {field.name: field for field in Event._meta.concrete_fields}
    prepared = [
        fields[name].get_db_prep_save(value, connection)
        for name, value in (
            ("id", id), ("enrolment", attempt.enrolment_id), ("attempt", attempt.pk), ("position", position), ("verb", verb),
            ("data", dict(data)), ("occurred_at", occurred_at), ("received_at", now), ("origin", origin), ("device", device[:64]),
            ("sequence", sequence),
        )
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=Event._meta.db_table), prepared)
        if cursor.rowcount == 1:
            return True
    known = Event.objects.get(pk=id)
    if known.attempt_id != attempt.pk or known.verb != verb or not _same(known.data, data):
        raise EventConflict
    return False


@contextmanager
def erasure() -> Iterator[None]:
    """Within it, and only in its transaction, events may be deleted: for lawful erasure and for nothing else."""
    with transaction.atomic():
        triggers.permit(connection, given=True)
        yield
        triggers.permit(connection, given=False)


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(dict(other), sort_keys=True)
