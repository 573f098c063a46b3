"""Statements that PostgreSQL keeps: what it worked out of their text, and their plans."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Expression

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_PLACE = re.compile("%%|%s")


@cache
def preparing() -> Any:
    """Return the class of cursors that prepare. Without PostgreSQL its driver may not be installed."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    class Preparing(ServerBindingCursor):
        def _convert_query(self, query: object, params: object = None) -> object:
            """Keep the query for Django, which shows the last one if asked to; psycopg keeps none of a prepared one."""
            self._query = super()._convert_query(query, params)  # type: ignore[misc]  # missing in its types
            return self._query

    return Preparing


def with_constants(connection: "BaseDatabaseWrapper", sql: str, parameters: Iterable[object]) -> tuple[str, list[Any]]:
    """Return the statement with the values that never change in its text, if it is prepared, and the open places that
    are left: a plan for any values uses no index with a condition unless its value is known.
    """
    connection.ensure_connection()
    if getattr(connection.connection, "prepare_threshold", None) is None:
        return sql, list(parameters)
    from psycopg.sql import Literal

    given = iter(parameters)
    left = []

    def written(place: re.Match[str]) -> str:
        value = None if place[0] == "%%" else next(given)
        if isinstance(value, Expression):
            left.append(value)
        if place[0] == "%%" or isinstance(value, Expression):
            return place[0]
        return Literal(value).as_string(connection.connection).replace("%", "%%")

    return _PLACE.sub(written, sql), left
