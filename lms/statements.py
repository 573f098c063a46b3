"""Statements that are written once. Django builds the SQL of a query anew each time, which takes several times as long
as the database needs to answer one row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)


class Open(models.Value):
    """A value that is given when the statement is asked, under `name`; `field` says how the database writes it."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """Itself as the parameter, to be replaced."""
        return "%s", [self]


@dataclass(frozen=True)
class _Written:
    """What Django knows of a query once it is SQL, as its own iterator over rows has it."""

    sql: str
    parameters: tuple[Any, ...]
    model: type[models.Model]
    fields: list[str]
    start: int
    end: int
    related: list[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, list[Any], Any]]


class Statement(Generic[Row]):
    """A query whose SQL is written at its first use, once for each database.

    `asks` gives the queryset, with an `Open` in place of each value that changes. What comes is what the queryset would
    give, its `select_related` and annotations included; it fetches nothing in advance beyond those (no
    `prefetch_related`), and a condition that can never hold is an error.
    """

    def __init__(self, asks: Callable[[], models.QuerySet[Row]]) -> None:
        self.asks = asks
        self._written: dict[str, _Written] = {}

    def rows(self, *, using: str = "default", **values: Any) -> list[Row]:
        """The rows for `values`, by the names of the open places."""
        written = self._written.get(using) or self._write(using)
        connection = connections[using]
        parameters = [
            one.output_field.get_db_prep_value(values[one.value], connection, prepared=False)
            if isinstance(one, Open)
            else one
            for one in written.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            records = cursor.fetchall()
        return [_row(written, list(one), connection) for one in records]

    def first(self, *, using: str = "default", **values: Any) -> Row | None:
        """The first of them; the queryset says how many may come."""
        rows = self.rows(using=using, **values)
        return rows[0] if rows else None

    def _write(self, using: str) -> _Written:
        compiler: Any = self.asks().query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        places = compiler.klass_info["select_fields"]
        start, end = places[0], places[-1] + 1
        converters = compiler.get_converters([one[0] for one in compiler.select])
        self._written[using] = written = _Written(
            sql=sql,
            parameters=tuple(parameters),
            model=compiler.klass_info["model"],
            fields=[one[0].target.attname for one in compiler.select[start:end]],
            start=start,
            end=end,
            related=get_related_populators(compiler.klass_info, compiler.select, using),  # type: ignore[call-arg]  # types of Django 6
            annotations=compiler.annotation_col_map or {},
            converters=[(place, functions, expression) for place, (functions, expression) in converters.items()],
        )
        return written


def _row(written: _Written, values: list[Any], connection: Any) -> Any:
    for place, functions, expression in written.converters:
        for convert in functions:
            values[place] = convert(values[place], expression, connection)
    row = written.model.from_db(connection.alias, written.fields, values[written.start : written.end])
    for related in written.related:
        related.populate(values, row)
    for name, place in written.annotations.items():
        setattr(row, name, values[place])
    return row
