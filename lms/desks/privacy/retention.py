"""Retention of each kind of record: its period, and the deletion of older rows."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction

from lms.foundation.plugins.personal_data import DeclaredPersonalData, declared_personal_data

from .plugin_calls import call_plugin
from .records import model_of

BATCH = 500


@dataclass(frozen=True)
class Period:
    """Retention of one table: it is kept for `days`, and `rows` of it are older. `swept` is true where its room deletes
    them itself.
    """

    room: str
    table: str
    what: str
    days: int
    swept: bool
    rows: int = 0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def periods(*, now: datetime) -> list[Period]:
    """Return each kind of record that is not kept for good, and how many rows of it are over. Nothing is changed."""
    return [
        call_plugin(one, "retention", partial(_waiting, one, days, now), instead=partial(_unread, one, days))
        for one, days in _kept_for_a_time()
    ]


def kept_for() -> list[tuple[str, str, int]]:
    """Return the room, the words and the days of each kind of record that is not kept for good. No statement."""
    return [(str(one.room), str(one.record.what), days) for one, days in _kept_for_a_time()]


def apply(*, now: datetime) -> list[Period]:
    """Delete what is older than it is kept, batch by batch, each in a transaction; what rooms sweep is left to them.

    Killed at any point, the rest is deleted the next time, and so is what a plugin that breaks keeps. Gives what was
    deleted.
    """
    return [
        call_plugin(one, "retention", partial(_deleted, one, days, now), instead=partial(_unread, one, days))
        for one, days in _kept_for_a_time()
        if not _swept(one)
    ]


def _waiting(one: DeclaredPersonalData, days: int, now: datetime) -> Period:
    return _period(one, days, 0 if _swept(one) else _over(one, days, now).count())


def _deleted(one: DeclaredPersonalData, days: int, now: datetime) -> Period:
    return _period(one, days, _delete(one, days, now))


def _delete(one: DeclaredPersonalData, days: int, now: datetime) -> int:
    record, deleted = one.record, 0
    assert record.retention is not None  # noqa: S101  only such are asked
    transaction_of_batch = record.retention.permit or transaction.atomic
    while batch := list(_over(one, days, now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction_of_batch():
            rows = model_of(record)._default_manager.filter(pk__in=batch)
            if record.erase is not None:
                record.erase(rows, None)
            rows.delete()
        deleted += len(batch)
    return deleted


def _over(one: DeclaredPersonalData, days: int, now: datetime) -> models.QuerySet[Any]:
    record = one.record
    assert record.retention is not None  # noqa: S101  only such are asked
    return model_of(record)._default_manager.filter(**{f"{record.retention.column}__lt": now - timedelta(days=days)})


def _kept_for_a_time() -> Iterator[tuple[DeclaredPersonalData, int]]:
    """Yield one record of each table, with the days of the installation or else its own; 0 days are for good."""
    seen = set()
    for one in declared_personal_data():
        if one.record.retention is not None and one.record.model not in seen:
            seen.add(one.record.model)
            days = settings.RETENTION_DAYS.get(one.record.model, one.record.retention.days)
            if days > 0:
                yield one, days


def _swept(one: DeclaredPersonalData) -> bool:
    return one.record.retention is not None and one.record.retention.swept


def _period(one: DeclaredPersonalData, days: int, rows: int) -> Period:
    return Period(str(one.room), one.record.model, str(one.record.what), days, _swept(one), rows)


def _unread(one: DeclaredPersonalData, days: int) -> Period:
    """Return the period of a kind whose plugin breaks."""
    return Period(one.plugin, one.record.model, one.record.model, days, _swept(one))
