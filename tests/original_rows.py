"""Rows that migrations leave in a database on PostgreSQL, to which tests with real transactions put it back, and the
numbers that its sequences give next, to which all tests put it back: rows of the next test have the same numbers, so
that what was kept of them (`tests.kept`) fits.

What Django's `flush` does for forty times the price (1.1 s of processor a test): it makes the files of all tables and
indexes anew, and lets every app write again what it writes after a migration.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, transaction

WITH_PAGES = """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND pg_relation_size(oid) > 0 ORDER BY relname"""
"""Tables to which any row was ever written since they were made."""
SEQUENCES = """SELECT format('(%L, %s, %s)', format('%I.%I', schemaname, sequencename),
    coalesce(last_value, start_value), (last_value IS NOT NULL)::text) FROM pg_sequences"""

REWINDING = "SELECT setval(to_regclass(name), number, given) FROM (VALUES {}) sequence (name, number, given)"


@dataclass(frozen=True)
class OriginalRows:
    """The rows of each table that is not empty, as `COPY` writes them, the digests of these tables, and the statement
    that sets each sequence to where it stood.
    """

    rows: dict[str, bytes]
    digests: dict[str, str]
    rewinding: str

    @classmethod
    def read(cls) -> Self:
        with connection.cursor() as cursor:
            rows = {table: _copied(cursor, table) for table in _column(cursor, WITH_PAGES)}
            rows = {table: copied for table, copied in rows.items() if copied}
            sequences = ", ".join(_column(cursor, SEQUENCES))
            return cls(rows, _digests(cursor, rows), REWINDING.format(sequences))

    def rewind(self) -> None:
        """Let each sequence go on from where it stood: a transaction that is taken back leaves them where they are."""
        with connection.cursor() as cursor:
            cursor.execute(self.rewinding)

    def put_back(self) -> None:
        """Empty what was written to, past triggers, and fill again what is filled from the beginning and was changed.
        Waits for those who still write.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            written = _column(cursor, WITH_PAGES)
            names = ", ".join(f'"{table}"' for table in written)
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
            now = _digests(cursor, self.rows)
            changed = [table for table in self.rows if now[table] != self.digests[table]]
            emptied = [*changed, *(table for table in written if table not in self.rows)]
            cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in emptied) or "SELECT")
            for table in changed:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(self.rows[table])


def _column(cursor: Any, sql: str) -> list[str]:
    cursor.execute(sql)
    return [name for (name,) in cursor.fetchall()]


def _copied(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def _digests(cursor: Any, tables: Any) -> dict[str, str]:
    """A number for each table that changes with its rows, in whatever order they lie."""
    each = (
        f"SELECT '{table}', count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM \"{table}\" t" for table in tables
    )
    cursor.execute(" UNION ALL ".join(each))
    return dict(cursor.fetchall())
