"""The database itself refuses to change the journal: triggers, put in place after every migrate,
since a remade table loses them.
"""

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

JOURNAL = "progress_event"
PERMIT = "progress_erasure_permit"
"""SQLite: while this table has a row, events may be erased.

PostgreSQL: while this transaction's setting `mafunzo.erasure` is on.
"""
REFUSAL = "The journal is append-only: an event is never changed or deleted."
TRUNCATION = f"{JOURNAL}_never_truncated"
NAMES = {f"{JOURNAL}_never_updated", f"{JOURNAL}_never_deleted"}

_SQLITE = [
    f"CREATE TABLE IF NOT EXISTS {PERMIT} (id integer PRIMARY KEY)",
    f"DELETE FROM {PERMIT}",  # noqa: S608  own constant
    *(
        f"CREATE TRIGGER IF NOT EXISTS {JOURNAL}_never_{verb.lower()}d BEFORE {verb} ON {JOURNAL} "  # noqa: S608
        f"WHEN NOT EXISTS (SELECT 1 FROM {PERMIT}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
]

_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {JOURNAL}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('mafunzo.erasure', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
  END IF;
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    *(
        f"CREATE OR REPLACE TRIGGER {JOURNAL}_never_{verb.lower()}d BEFORE {verb} ON {JOURNAL} "
        f"FOR EACH ROW EXECUTE FUNCTION {JOURNAL}_stays()"
        for verb in ("UPDATE", "DELETE")
    ),
    (
        f"CREATE OR REPLACE TRIGGER {TRUNCATION} BEFORE TRUNCATE ON {JOURNAL} FOR EACH STATEMENT EXECUTE FUNCTION "
        f"{JOURNAL}_stays()"
    ),
]

_INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def install(*, using: str, **_kwargs: Any) -> None:
    """Put the triggers in place (a receiver of `post_migrate`); where they are already, nothing changes."""
    connection = connections[using]
    if _journal_exists(connection):
        with connection.cursor() as cursor:
            for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
                cursor.execute(statement)


def check(*, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning for each database whose journal could be changed (a system check; a warning,
    so that `migrate` can mend it).
    """
    return [
        Warning(
            f"The journal of the database “{using}” is not protected.",
            hint="Run `manage.py migrate`.",
            id="progress.W001",
        )
        for using in databases or ()
        if _journal_exists(connections[using]) and not _installed(connections[using])
    ]


def permit(connection: BaseDatabaseWrapper, *, given: bool) -> None:
    """Open or shut the one way past the triggers, for the transaction under way. For `journal.erasure`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('mafunzo.erasure', %s, true)", ["on" if given else "off"])
        else:
            cursor.execute((f"INSERT OR IGNORE INTO {PERMIT} (id) VALUES (1)") if given else (f"DELETE FROM {PERMIT}"))  # noqa: S608  own constant


def _journal_exists(connection: BaseDatabaseWrapper) -> bool:
    return JOURNAL in connection.introspection.table_names()


def _installed(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        wanted = NAMES | {TRUNCATION} if connection.vendor == "postgresql" else NAMES
        return {name for (name,) in cursor.fetchall()} >= wanted
