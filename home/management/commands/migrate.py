"""`manage.py migrate`: Django's own, in less time, and one process after the other."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from home.operation.fresh_database import create_tables
from home.operation.garbage_collection import rare_garbage_collection
from home.upgrades import versions

LOCK = 0x66726573
"""The number of PostgreSQL's advisory lock that the process which migrates holds."""
_TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-seconds", type=int, default=0, help="give up where PostgreSQL waits for a table for longer"
        )

    def handle(self, *args: object, **options: Any) -> None:
        everything = not (options["app_label"] or options["plan"] or options["check_unapplied"] or options["fake"])
        reads = options["plan"] or options["check_unapplied"]
        with rare_garbage_collection(), nullcontext() if reads else one_at_a_time(options["database"]):
            database = connections[options["database"]]
            if not reads and (reason := versions.refusal(versions.read(database), migrates=True)):
                raise CommandError(reason)
            made = everything and create_tables(database)
            if made and options["verbosity"]:
                self.stdout.write("  Made all tables of an empty database at once.")
            with _locks_given_up(database, options["lock_seconds"]):
                super().handle(*args, **options)


@contextmanager
def _locks_given_up(database: BaseDatabaseWrapper, seconds: int) -> Iterator[None]:
    """Let a statement fail that waits for a table for longer: all that ask for that table wait behind it."""
    if not seconds or database.vendor != "postgresql":
        yield
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
    try:
        yield
    finally:
        with database.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


@contextmanager
def one_at_a_time(alias: str) -> Iterator[None]:
    """Wait until no other process migrates this PostgreSQL database, however long that takes; two that put a trigger
    in place at once fail. SQLite has one writer anyway.

    The lock belongs to a transaction of a second connection, so that it holds behind a pool of transactions, too.
    """
    if connections[alias].vendor != "postgresql":
        yield
        return
    connection = connections[alias].copy()
    try:
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            for timeout in _TIMEOUTS:
                cursor.execute(f"SET LOCAL {timeout} = 0")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
        connection.rollback()
    finally:
        connection.close()
