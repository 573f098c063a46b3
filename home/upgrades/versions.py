"""Version of Mafunzo that brought the database to its state, and which programs may work with it."""

import sys
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from packaging.version import Version

from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding
from lms.version import OLDEST_PROGRAM, VERSION

_TABLE = "home_databaseversion"
_LAST = "SELECT name, oldest_program FROM home_databaseversion ORDER BY id DESC LIMIT 1"
BEFORE = "before 0.2.0"
"""Version of a database whose tables a program before 0.2.0 made: they are others."""
TAKE_ALONG = (
    "The database was made by Mafunzo before 0.2.0, and cannot be upgraded: its tables are others. With the program of "
    "that time take along people as a list, courses as files, and results as the CSV of the reports; then install "
    "anew with an empty database. docs/run/upgrading.md says how."
)


GUNICORN_ENDS = 3
"""Exit code of a web process after which gunicorn starts no other: its `Arbiter.WORKER_BOOT_ERROR`."""


class Stored(NamedTuple):
    """Version of a database, and the oldest program that runs on its tables."""

    name: str
    oldest_program: str


def database_version() -> str | None:
    """Return the version that migrated the database last, `BEFORE` for one of before 0.2.0, None for an empty one.
    Raises `DatabaseError` where it is away.
    """
    found = read(connection)
    return found.name if found else None


def read(database: BaseDatabaseWrapper) -> Stored | None:
    """Return the version of `database`, by one statement where it has one; None where it is empty or half made."""
    file = database.settings_dict["NAME"]
    if database.vendor == "sqlite" and not Path(file).exists():
        return None  # asking would make it
    try:
        row = _first(database, _LAST)
        return Stored(*row) if row else None
    except DatabaseError:
        tables = database.introspection.table_names()  # raises where the database is away
        if _TABLE in tables or "django_migrations" not in tables:
            return None
        made = _first(database, "SELECT 1 FROM django_migrations WHERE app = 'home' LIMIT 1")
        return Stored(BEFORE, BEFORE) if made else None


def _first(database: BaseDatabaseWrapper, statement: str) -> tuple[str, ...] | None:
    with database.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def note(now: datetime) -> None:
    """Note that this version migrated the database, unless it was the last that did."""
    if read(connection) != (VERSION, OLDEST_PROGRAM):
        values = {"oldest_program": OLDEST_PROGRAM, "migrated_at": now}
        apps.get_model("home", "DatabaseVersion")._base_manager.update_or_create(name=VERSION, defaults=values)


def note_after_migrate(*, using: str, **_kwargs: object) -> None:
    """Note the version after `migrate`, where it came as far as the table for it."""
    if using == DEFAULT_DB_ALIAS and _TABLE in connection.introspection.table_names():
        note(timezone.now())


def refusal(stored: Stored | None, *, migrates: bool = False) -> str:
    """Return why this program does not work with a database of that version, in a sentence; "" where it does. Migrating
    asks for more: tables of a newer version are not brought back to those of an older one.
    """
    if stored is None:
        return ""
    if stored.name == BEFORE:
        return TAKE_ALONG
    if Version(VERSION) < Version(stored.name if migrates else stored.oldest_program):
        return (
            f"The database was brought to Mafunzo {stored.name}, and this program is {VERSION}, which is too old for "
            f"it. Start {stored.name} or newer, or restore the backup of before the upgrade."
        )
    return ""


def refuse_to_start() -> None:
    """Refuse with a sentence, and exit, where this program does not work with the database. Where that is away, the
    process starts: it will be there later. Leaves no connection behind.
    """
    if not settings.CHECKS_DATABASE_AT_START:
        return
    own = unpooled_connection()
    try:
        reason = refusal(read(own))
    except DatabaseError:
        return
    finally:
        own.close()
    if reason:
        sys.stderr.write(f"{reason}\n")
        sys.exit(GUNICORN_ENDS)


def unpooled_connection() -> BaseDatabaseWrapper:
    """Return another connection to the database, of no pool: that belongs to the processes that serve."""
    own: BaseDatabaseWrapper = connection.copy()
    own.settings_dict["OPTIONS"].pop("pool", None)
    return own


def check(now: datetime) -> Finding:
    """Report both versions: down where this program does not work with the database, a warning where they differ."""
    stored = read(connection)
    name = stored.name if stored else None
    status = UP if name == VERSION else WARNING
    return Finding(DOWN if refusal(stored) else status, {"program": VERSION, "database": name})
