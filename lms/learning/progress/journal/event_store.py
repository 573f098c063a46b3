"""Rows of the journal: appended, and recognised by the count of rows where an id comes again."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from lms.foundation.database.statements import run

from ..models import Attempt, Event
from .late_facts import VERBS
from .triggers import JOURNAL

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


def derived_event_id(id: UUID, data: Mapping[str, object]) -> UUID:
    """Return the id of an answer that came under the `id` of another one of its attempt."""
    return uuid5(id, _text(data))


def is_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether the data of two events are the same."""
    return _text(one) == _text(other)


def append(events: Sequence[Event]) -> bool:
    """Append events to the journals of their enrolments, which the caller has locked, in this order: one statement,
    where the database takes so many values. False where an id is taken, whose event is passed over.
    """
    size = max(connection.ops.bulk_batch_size(list(_FIELDS.values()), events), 1)
    for start in range(0, len(events), size):
        chunk, values, met = events[start : start + size], list[Any](), Counter[int]()
        for event in chunk:
            met[event.enrolment_id] += 1
            for name, field in _FIELDS.items():
                if name == "number":
                    values += [met[event.enrolment_id], event.enrolment_id]
                else:
                    values.append(field.get_db_prep_save(getattr(event, field.attname), connection))
        rows = ", ".join([_ROW] * len(chunk))
        sql = _INSERT.format(table=Event._meta.db_table, columns=_COLUMNS, rows=rows)
        _rows, number = run("default", sql, values, prepared=len(chunk) == 1, fetches=False)
        if number != len(chunk):
            return False
    return True


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


def _text(data: Mapping[str, object]) -> str:
    return json.dumps(dict(data), sort_keys=True)
