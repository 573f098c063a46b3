"""Many rows at once: COPY on PostgreSQL, executemany on SQLite."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, models, transaction
from django.utils.functional import Promise

Row = Mapping[str, Any]


def dumped(value: Any) -> str:
    """JSON as a column holds it; made once for many rows that share it."""
    return json.dumps(value)


@transaction.atomic
def load(model: type[models.Model], rows: Iterable[Row]) -> int:
    """Write `rows` (by attribute name, all with the same keys) to the table of `model`; what they leave out gets its
    default.

    JSON comes as text, see `dumped`. Returns how many.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    fields = model._meta.concrete_fields
    named = [field for field in fields if field.attname in first]
    rest = [field for field in fields if field.attname not in first and not field.primary_key]
    defaults = tuple(_default(field) for field in rest)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in [*named, *rest])
    names = [field.attname for field in named]
    values = (tuple([row[name] for name in names]) + defaults for row in chain([first], rows))
    count = (_copy if connection.vendor == "postgresql" else _insert)(model._meta.db_table, columns, values)
    with connection.cursor() as cursor:
        from django.core.management.color import no_style

        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    return count


def _default(field: models.Field) -> Any:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return dumped(value)
    return str(value) if isinstance(value, Promise) else value


def _copy(table: str, columns: str, values: Iterator[tuple]) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
        return cursor.rowcount


def _insert(table: str, columns: str, values: Iterator[tuple]) -> int:
    places = ", ".join(["?"] * (columns.count(",") + 1))
    with connection.cursor() as cursor:
        return cursor.cursor.connection.executemany(
            f'INSERT INTO "{table}" ({columns}) VALUES ({places})', (tuple(map(_plain, row)) for row in values)
        ).rowcount


def _plain(value: Any) -> Any:
    """A value as Django stores it on SQLite."""
    if isinstance(value, datetime):
        return str(value.replace(tzinfo=None))
    return (
        value.hex
        if hasattr(value, "hex") and hasattr(value, "version")
        else (int(value) if value is True or value is False else value)
    )
