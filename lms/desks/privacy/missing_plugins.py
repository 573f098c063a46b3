"""Personal data of plugins whose code is gone or does not run, found and erased by the stored declarations."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from lms.foundation.database.statements import Statement
from lms.foundation.plugins.plugin import loaded
from lms.people.directory.models import User

from .models import Declaration


class NotFound(LookupError):
    """Refusal: only the code of the plugin leads from its rows to a person."""


def declarations(plugin: str = "") -> list[Declaration]:
    """Select the declarations of plugins that do not run, or of one `plugin`. One statement."""
    if plugin:
        return list(Declaration.objects.filter(plugin=plugin).order_by("pk"))
    return _of_others(tuple(sorted(one.label for one in loaded()))).rows()


@cache
def _of_others(labels: tuple[str, ...]) -> Statement[Declaration]:
    return Statement(lambda: Declaration.objects.exclude(plugin__in=labels).order_by("pk"))


def number_of(one: Declaration, person: User) -> int:
    """Count the rows of `person`. Raises `NotFound`."""
    return len(_rows(_select([one.facts["key"]], _quoted(one.facts["stored_in"]), _where(one.facts["path"])), person))


def values_of(one: Declaration, person: User) -> list[dict[str, Any]]:
    """Return the values of the rows of `person` by name, as far as they may be seen without the plugin. Raises
    `NotFound`.
    """
    names = {name: column for name, column, _called in one.facts["columns"] or ()}
    if not names:
        return []
    statement = _select([*names.values()], _quoted(one.facts["stored_in"]), _where(one.facts["path"]))
    return [dict(zip(names, row, strict=True)) for row in _rows(statement, person)]


def erase(plugin: str, person: User) -> None:
    """Delete and empty what `plugin` keeps of `person`, and the files that are named there. Raises `NotFound`."""
    for one in declarations(plugin):
        if one.facts["path"] is None:
            raise NotFound(f"Only the code of “{plugin}” finds rows of {one.facts['table']}.")
        for step in one.facts["steps"]:
            _take(step, person)


def _take(step: dict[str, Any], person: User) -> None:
    table, where = _quoted(step["table"]), _where(step["path"])
    for row in _rows(_select(step["files"], table, where), person) if step["files"] else ():
        for name in filter(None, row):
            default_storage.delete(name)
    changes = ", ".join(f"{_quoted(column)} = %s" for column in step["set"] or ())
    statement = f"UPDATE {table} SET {changes} WHERE {where}" if changes else f"DELETE FROM {table} WHERE {where}"  # noqa: S608  names alone, quoted
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(step["set"] or {}).values(), person.pk])


def _select(columns: Sequence[str], table: str, where: str) -> str:
    return f"SELECT {', '.join(map(_quoted, columns))} FROM {table} WHERE {where}"  # noqa: S608  names alone, quoted


def _where(path: Sequence[Sequence[str]] | None) -> str:
    if path is None:
        raise NotFound("Only the code of the plugin leads to a person.")
    (column, table, key), *rest = path
    if not rest:
        return f"{_quoted(column)} = %s"
    return f"{_quoted(column)} IN ({_select([key], _quoted(table), _where(rest))})"


def _rows(statement: str, person: User) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [person.pk])
        return list(cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
