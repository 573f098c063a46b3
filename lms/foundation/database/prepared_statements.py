"""Statements that PostgreSQL keeps: what it worked out of their text, and their plans."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Expression

_PLACE = re.compile("%%|%s")


def prepared_cursor(connection: Any) -> Any:
    """Return a cursor of `connection` for statements whose text is always the same. PostgreSQL keeps its plans of them
    for as long as the connection lasts; Django's own cursors send text with the values in it, which it takes apart and
    plans anew each time. The settings say whether (`DATABASE_PREPARES`).
    """
    if not _prepares(connection):
        return connection.cursor()
    return connection._prepare_cursor(_preparing()(connection.connection))


@cache
def _preparing() -> Any:
    """Return the class of cursors that prepare. Without PostgreSQL its driver may not be installed."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    class Preparing(ServerBindingCursor):
        def _convert_query(self, query: Any, params: Any = None) -> Any:
            """Keep the query for Django, which shows the last one if asked to; psycopg keeps none of a prepared one."""
            self._query = super()._convert_query(query, params)  # type: ignore[misc]  # missing in its types
            return self._query

    return Preparing


def with_constants(connection: Any, sql: str, parameters: Iterable[Any]) -> tuple[str, list[Any]]:
    """Return the statement with the values that never change in its text, if it is prepared, and the open places that
    are left: a plan for any values uses no index with a condition unless its value is known.
    """
    if not _prepares(connection):
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


def _prepares(connection: Any) -> bool:
    connection.ensure_connection()
    return getattr(connection.connection, "prepare_threshold", None) is not None
