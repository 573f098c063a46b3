"""What hundreds of tests begin with is written once by each worker, through the doors that people use,
and put back as rows after that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, models, transaction
from wagtail.models import Site

Rows = frozenset[tuple[Any, ...]]
Given = TypeVar("Given")

ENOUGH = 8
"""So many pictures of one thing are taken; more of them cost more than they save."""
UNREAD = {"people_user"}
"""Tables that are joined to, though what is in them changes nothing in what is written."""


@dataclass(frozen=True)
class Picture:
    """The rows of the tables that something named in its statements, before, those it changed as they were after,
    and what it gave.
    """

    before: dict[str, Rows]
    after: dict[str, Rows]
    given: Any

    def fits(self) -> bool:
        return all(_rows(table) == rows for table, rows in self.before.items())

    def put_back(self) -> Any:
        for table, rows in self.after.items():
            _replace(table, gone=self.before[table] - rows, new=rows - self.before[table])
        Site.clear_site_root_paths_cache()
        return (
            type(self.given)._default_manager.get(pk=self.given.pk)
            if isinstance(self.given, models.Model)
            else self.given
        )


def kept(write: Callable[..., Given]) -> Callable[..., Given]:
    """`write` gives a row, or plain values; asked again the same of the same rows, what it wrote is put back instead.

    Where the tables hold anything else than they did, it is written as ever; so it is with real transactions on
    PostgreSQL, where each test begins with tables that were filled anew, with other numbers.
    """
    pictures: dict[str, list[Picture]] = {}

    @wraps(write)
    def put_back(*arguments: Any, **named: Any) -> Given:
        if not connection.in_atomic_block and connection.vendor == "postgresql":
            return write(*arguments, **named)
        known = pictures.setdefault(f"{connection.in_atomic_block} {_name(arguments, named)}", [])
        for picture in known:
            if picture.fits():
                with transaction.atomic():
                    given = picture.put_back()
                for argument in (*arguments, *named.values()):
                    if isinstance(argument, models.Model):
                        argument.refresh_from_db()  # the place of a page in the tree, above all
                return given
        if len(known) == ENOUGH:
            return write(*arguments, **named)
        before, statements = _everything(), _Named()
        with connection.execute_wrapper(statements):
            given = write(*arguments, **named)
        after = {table: rows for table in statements.words & before.keys() if (rows := _rows(table)) != before[table]}
        counted = (statements.words & before.keys()) - UNREAD | after.keys()
        known.append(Picture({table: before[table] for table in counted}, after, given))
        return given

    return put_back


class _Named:
    """Every word in quotes of the statements that are executed."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.words.update(re.findall(r'"(\w+)"', str(sql)))
        return execute(sql, params, many, context)


def _name(arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    values = [*arguments, *(part for pair in sorted(named.items()) for part in pair)]
    return repr([(type(value), value.pk) if isinstance(value, models.Model) else value for value in values])


def _everything() -> dict[str, Rows]:
    return {table: _rows(table) for table in connection.introspection.django_table_names(only_existing=True)}


def _rows(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return frozenset(cursor.fetchall())


def _replace(table: str, *, gone: Rows, new: Rows) -> None:
    with connection.cursor() as cursor:
        if gone:
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            place = [column[0] for column in cursor.description].index(key)
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', [(row[place],) for row in gone])
        if new:
            marks = ", ".join(["%s"] * len(next(iter(new))))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', sorted(new, key=repr))
