"""How long each kind of record is kept, and deleting what is older."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction

from lms.plugins.manifest import PersonalData
from lms.plugins.personal import kept

from .records import model_of

BATCH = 500


@dataclass(frozen=True)
class Period:
    """How many `days` a table is kept, and how many `rows` are older; `swept` where its room deletes them itself."""

    room: str
    table: str
    what: str
    days: int
    swept: bool
    rows: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def periods(*, now: datetime) -> list[Period]:
    """Each kind of record that is not kept for good, and how many rows of it are over. Nothing is changed."""
    return [
        _period(room, record, days, 0 if _swept(record) else _over(record, days, now).count())
        for room, record, days in _kept_for_a_time()
    ]


def apply(*, now: datetime) -> list[Period]:
    """Delete what is older than it is kept, batch by batch, each in a transaction; what rooms sweep is left to them.

    Killed at any point, the rest is deleted the next time. Gives what was deleted.
    """
    return [
        _period(room, record, days, _delete(record, days, now))
        for room, record, days in _kept_for_a_time()
        if not _swept(record)
    ]


def _delete(record: PersonalData, days: int, now: datetime) -> int:
    deleted = 0
    while batch := list(_over(record, days, now).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = model_of(record)._default_manager.filter(pk__in=batch)
            if record.erase is not None:
                record.erase(rows, None)
            rows.delete()
        deleted += len(batch)
    return deleted


def _over(record: PersonalData, days: int, now: datetime) -> models.QuerySet[Any]:
    assert record.retention is not None  # noqa: S101  only such are asked
    return model_of(record)._default_manager.filter(**{f"{record.retention.column}__lt": now - timedelta(days=days)})


def _kept_for_a_time() -> Iterator[tuple[str, PersonalData, int]]:
    """One record of each table, with the days of the installation or else its own; 0 days are for good."""
    seen = set()
    for one in kept():
        if one.record.retention is not None and one.record.model not in seen:
            seen.add(one.record.model)
            days = settings.RETENTION_DAYS.get(one.record.model, one.record.retention.days)
            if days > 0:
                yield str(one.room), one.record, days


def _swept(record: PersonalData) -> bool:
    return record.retention is not None and record.retention.swept


def _period(room: str, record: PersonalData, days: int, rows: int) -> Period:
    return Period(room, record.model, str(record.what), days, _swept(record), rows)
