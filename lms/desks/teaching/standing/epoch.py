"""Columns as the driver reads them fastest:
thousands of timestamps take it ten times as long as thousands of floats.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, FloatField, Func

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class Number(Count):
    """Count as it comes."""

    def get_db_converters(self, connection: object) -> list[Any]:
        return []


class Epoch(Func):
    """Seconds since 1970, good to the millisecond; `standing.moment` gives them back as a time."""

    template = "DATE_PART('epoch', %(expressions)s)"
    output_field = FloatField()

    def get_db_converters(self, connection: object) -> list[Any]:
        return []  # the driver returns a float already

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s) - 2440587.5) * 86400", **context)
