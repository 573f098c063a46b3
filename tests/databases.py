"""Migrated databases are kept as templates, named by a hash of the migrations, since migrating costs ten seconds."""

import fcntl
import functools
import hashlib
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.db import connection, connections, models
from django.db.backends.signals import connection_created
from django.test.utils import setup_databases, teardown_databases

from lms.foundation.database import append_only, triggers
from lms.people.directory import countries
from lms.version import OLDEST_PROGRAM, VERSION

from .original_rows import OriginalRows

CACHE = Path(__file__).resolve().parents[1] / ".cache"

# Each model that a migration makes of itself empties what Django keeps of this, an eighth of what migrating takes.
apps.get_swappable_settings_name = functools.cache(apps.get_swappable_settings_name)

PATIENCE = 30
"""Seconds that a copy of the template waits for whoever writes."""
ADDED: list[type[models.Model]] = []
"""Models of tests, whose tables no migration makes; made again where the database is put back."""


def reverse_unordered_rows(connection: Any, **kwargs: Any) -> None:
    """Have SQLite give rows without an order the other way round: code and tests that trust their order fail here, and
    not one day on PostgreSQL.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


connection_created.connect(reverse_unordered_rows)


def fingerprint() -> str:
    """A hash of the migrations and of the app configurations (which hook into `post_migrate`)
    of every installed app.
    """
    digest = hashlib.sha256(repr((VERSION, OLDEST_PROGRAM)).encode())
    for module in (append_only, triggers):
        digest.update(Path(str(module.__file__)).read_bytes())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for pattern in ("migrations/*.py", "apps.py", "triggers.py"):
            for file in sorted(Path(config.path).glob(pattern)):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def create(verbosity: int) -> list[Any]:
    """The test database, copied from the template; the template is made first where there is none."""
    with _one_at_a_time():
        if connection.vendor == "postgresql":
            _template_on_postgresql()
        else:
            _copy_of_sqlite()
        made = setup_databases(
            verbosity=verbosity, interactive=False, keepdb=connection.vendor == "sqlite", serialized_aliases=()
        )
    if connection.vendor == "postgresql":
        _original_rows()
    # Else a test would count one statement more, now and then.
    countries.KEPT_FOR = math.inf
    countries.countries()
    return made


def prepare() -> None:
    """Make the template where there is none."""
    with _one_at_a_time():
        if connection.vendor == "postgresql":
            _template_on_postgresql()
        else:
            made_for_sqlite()


def destroy(config: list[Any], verbosity: int) -> None:
    """Take the test database away again."""
    teardown_databases(config, verbosity=verbosity)


def put_back() -> None:
    """The test database as the migrations left it: what Django's `flush` does forty times as slowly, since it empties
    every table and lets every app write again what it writes after a migration. Needs no permit of the triggers of
    append-only tables.
    """
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        _original_rows().put_back()
        rewind()
        return
    with closing(sqlite3.connect(f"file:{_template_of_sqlite()}?immutable=1", uri=True)) as template:
        template.backup(connection.connection, progress=_wait_until(time.monotonic() + PATIENCE))
    for model in ADDED:
        with connection.schema_editor() as editor:
            editor.create_model(model)


def rewind() -> None:
    """Let rows that come now have the numbers of the first: SQLite does so itself with what it takes back."""
    if connection.vendor == "postgresql":
        connection.close_if_unusable_or_obsolete()
        _original_rows().rewind()


_original_rows = functools.cache(OriginalRows.read)


def _wait_until(end: float) -> Callable[[int, int, int], None]:
    """Raises where the copy still waits for another connection at `end`: it would wait for ever."""

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise TimeoutError("A connection of this test still writes to the database.")

    return look


@functools.cache
def _template_of_sqlite() -> Path:
    return CACHE / f"template-{fingerprint()}.sqlite3"


def _migrated(name: str) -> None:
    """Make and migrate a database called `name`, and leave it there."""
    test, wanted = connection.settings_dict["TEST"], connection.settings_dict["TEST"]["NAME"]
    original = connection.settings_dict["NAME"]
    test["NAME"] = name
    setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=())
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    test["NAME"], connection.settings_dict["NAME"] = wanted, original


def bare() -> Path:
    """A database on SQLite that is migrated from nothing, without any plugin."""
    kept = CACHE / f"bare-{fingerprint()}.sqlite3"
    if not kept.exists():
        with TemporaryDirectory(dir=CACHE) as folder:
            of_its_own = {"MAFUNZO_DATA": folder, "MAFUNZO_PLUGINS": "", "DATABASE_URL": "", "REDIS_URL": ""}
            settings = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "LOG_LEVEL": "ERROR"}
            command = [sys.executable, "manage.py", "migrate", "-v0"]
            subprocess.run(command, cwd=CACHE.parent, env={**os.environ, **of_its_own, **settings}, check=True)
            Path(folder, "mafunzo.sqlite3").rename(kept)
    return kept


def made_for_sqlite() -> Path:
    """With the plugins, on a copy of the bare one: most of what migrating costs is Wagtail's, and is paid once."""
    template = _template_of_sqlite()
    if not template.exists():
        making = template.with_suffix(".making")
        shutil.copy(bare(), making)
        _migrated(str(making))
        making.rename(template)
    return template


def _copy_of_sqlite() -> None:
    name = Path(connection.settings_dict["TEST"]["NAME"])
    name.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(made_for_sqlite(), name)


def _template_on_postgresql() -> None:
    template = f"mafunzo_template_{fingerprint()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template + "_ready"])
        ready = cursor.fetchone()
    if not ready:
        _migrated(template)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{template}" RENAME TO "{template}_ready"')
    connection.settings_dict["TEST"]["TEMPLATE"] = template + "_ready"
    connections.close_all()
