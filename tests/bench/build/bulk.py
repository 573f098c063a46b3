"""Many rows at once: COPY on PostgreSQL, executemany on SQLite."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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


@contextmanager
def bare(*tables: type[models.Model]) -> Iterator[None]:
    """Leave out foreign keys and indexes of these tables within: PostgreSQL makes them at once at the end, and each row
    costs it a third. On SQLite the tables stay as they are.
    """
    if connection.vendor != "postgresql":
        yield
        return
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [names])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [names])
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
"""


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
