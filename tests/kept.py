"""What hundreds of tests begin with is written once by each worker, through the doors that people use,
and put back as rows after that.
"""

import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction
from wagtail.models import Site

Row = tuple[Any, ...]
Rows = frozenset[Row]
Given = TypeVar("Given")

ENOUGH = 16
"""So many pictures of one thing are held, those that were put back last; each room begins with other tables."""
UNREAD = {"people_user"}
"""Tables that are joined to, though what is in them changes nothing in what is written."""
LOGS = {"people_auditentry"}
"""Tables to which rows are added, whatever is in them: what was added before is not compared, and numbers are new."""
_last: dict[str, dict[Row, Row]] = {}


@dataclass(frozen=True)
class Picture:
    """The rows of the tables that something named in its statements, before, those it changed as they were after,
    what it gave, and what it was given, as they stood after.
    """

    before: dict[str, Rows]
    after: dict[str, Rows]
    given: bytes
    arguments: bytes

    @classmethod
    def taken(cls, before: dict[str, Rows], after: dict[str, Rows], given: Any, arguments: list[models.Model]) -> Self:
        """With everything as the database has it now."""
        known = [_from_the_database(row) if _tables(row) <= before.keys() else None for row in arguments]
        given = _from_the_database(given) if isinstance(given, models.Model) else given
        return cls(before, after, pickle.dumps(given), pickle.dumps(known))

    @cached_property
    def statements(self) -> list[tuple[str, list[Row]]]:
        """What makes the tables what they were after, with the values of each row."""
        return [
            statement
            for table, rows in self.after.items()
            for statement in _replacing(table, gone=self.before[table] - rows, new=rows - self.before[table])
        ]

    @cached_property
    def numbers(self) -> str:
        """What lets rows that come later have numbers after those of these rows: PostgreSQL does not look at them."""
        if connection.vendor != "postgresql":
            return ""
        new = {table: rows - self.before[table] for table, rows in self.after.items() if table not in LOGS}
        return " UNION ALL ".join(_counted_on(table, rows) for table, rows in new.items() if rows and _numbers(table))

    def fits(self, tables: "_Present") -> bool:
        return all(table in LOGS or tables[table] == rows for table, rows in self.before.items())

    def put_back(self, arguments: list[models.Model]) -> Any:
        for watching in connection.execute_wrappers:
            if isinstance(watching, _Named):  # of what was kept and asks for this: it depends on these tables too
                watching.words.update(self.before)
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, rows in self.statements:
                cursor.executemany(sql, rows)
            if self.numbers:
                cursor.execute(self.numbers)
        Site.clear_site_root_paths_cache()
        for argument, known in zip(arguments, pickle.loads(self.arguments), strict=True):
            argument.refresh_from_db(from_queryset=_Known(known) if known else None)  # its place in the tree, above all
        return pickle.loads(self.given)


class _Present(dict[str, Rows]):
    """The rows of each table as they are now, read when they are asked for first."""

    def __missing__(self, table: str) -> Rows:
        with connection.cursor() as cursor:
            self[table] = _rows(cursor.cursor, table)
        return self[table]


class _Known:
    """In place of a queryset for `refresh_from_db`: the row is known already."""

    def __init__(self, row: models.Model) -> None:
        self._row = row

    def filter(self, **_condition: Any) -> Self:
        return self

    def get(self) -> models.Model:
        return self._row


def kept(write: Callable[..., Given]) -> Callable[..., Given]:
    """`write` gives a row, or plain values; asked again the same of the same rows, what it wrote is put back instead.
    Where the tables hold anything else than they did, it is written as ever.
    """
    pictures: dict[str, list[Picture]] = {}

    @wraps(write)
    def put_back(*arguments: Any, **named: Any) -> Given:
        known = pictures.setdefault(f"{connection.in_atomic_block} {_name(arguments, named)}", [])
        rows = [argument for argument in (*arguments, *named.values()) if isinstance(argument, models.Model)]
        tables = _Present()
        for place, picture in enumerate(known):
            if picture.fits(tables):
                known.insert(0, known.pop(place))
                return picture.put_back(rows)
        before, statements = _everything(), _Named()
        with connection.execute_wrapper(statements):
            given = write(*arguments, **named)
        now = _everything()
        # in order, since inserting into a table of Wagtail's search fills the next one by a trigger
        after = {table: now[table] for table in sorted(statements.words & before.keys()) if now[table] != before[table]}
        counted = (statements.words & before.keys()) - UNREAD | after.keys()
        known.insert(0, Picture.taken({table: before[table] for table in counted}, after, given, rows))
        del known[ENOUGH:]
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
    """Each table. Rows that were there the last time too are the same objects: pictures would hold a gigabyte, and each
    process that a test forks would take as long as a page.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            last = _last.get(table, {})
            _last[table] = {row: last.get(row, row) for row in _rows(cursor.cursor, table)}
    return {table: frozenset(rows.values()) for table, rows in _last.items()}


def _rows(cursor: Any, table: str) -> Rows:
    """By a cursor of the driver: Django's own costs as much again as reading the few rows."""
    return frozenset(cursor.execute(f'SELECT * FROM "{table}"').fetchall())


def _tables(row: models.Model) -> set[str]:
    return {model._meta.db_table for model in (type(row), *row._meta.all_parents)}


def _from_the_database(row: models.Model) -> models.Model:
    return type(row)._default_manager.get(pk=row.pk)


def _replacing(table: str, *, gone: Rows, new: Rows) -> Iterator[tuple[str, list[Row]]]:
    with connection.cursor() as cursor:
        if gone:
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            place = [column[0] for column in cursor.description].index(key)
            yield f'DELETE FROM "{table}" WHERE "{key}" = %s', [(row[place],) for row in gone]
        if new:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            names = [column[0] for column in cursor.description]
            first = names.index("id") + 1 if table in LOGS else 0
            columns, marks = ", ".join(f'"{name}"' for name in names[first:]), ", ".join(["%s"] * len(names[first:]))
            rows = [row[first:] for row in sorted(new, key=lambda row: row[0] if first else repr(row))]
            yield f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows


def _numbers(table: str) -> str | None:
    """The sequence that numbers the rows of the table, on PostgreSQL; without quotes, see `_Named`."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_sequences(cursor, table)
    return found[0]["name"] if found else None


def _counted_on(table: str, rows: Rows) -> str:
    with connection.cursor() as cursor:
        column = connection.introspection.get_sequences(cursor, table)[0]
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        place = [each[0] for each in cursor.description].index(column["column"])
    highest, name = max(row[place] for row in rows), column["name"]
    return (
        f"SELECT setval('{name}', {highest}) FROM {name}"
        f" WHERE last_value < {highest} OR (last_value = {highest} AND NOT is_called)"
    )
