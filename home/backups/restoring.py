"""Restoring: a set is read whole beside what is there, compared with its manifest, and then put in its place."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from packaging.version import Version

from lms.version import VERSION

from ..upgrades.versions import unpooled_connection
from . import contents, sets
from .encryption import Faulty, Refused
from .places import Place

Say = Callable[[str], object]

_EMPTY = r"""
BEGIN;
SET LOCAL lock_timeout = '10s';
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT LIKE 'pg\_%' AND schemaname <> 'information_schema'
  LOOP EXECUTE format('DROP TABLE IF EXISTS %I.%I CASCADE', one.schemaname, one.tablename); END LOOP;
END $$;
"""
"""Delete all tables, in the transaction that makes those of the set. The lock waits for processes that still serve."""


def restore(place: Place, name: str, key: Path, *, replaces: bool, say: Say) -> sets.Extract:
    """Restore the set called `name` here. Nothing is changed before all of it was read and found right. With
    `replaces` what is here is deleted; else `Refused` is raised where anything is.
    """
    present = what_is_here()
    if present and not replaces:
        raise Refused(f"Here is data already: {', '.join(present)}. With --delete-present-data it is deleted first.")
    with contents.aside() as folder:
        say("Reading the set.")
        extract = sets.read(place, name, key, Path(folder), accept=_accept_here)
        say("Restoring the database.")
        if connection.vendor == "postgresql":
            load_dump(Path(folder, "database"), connection.settings_dict)
        else:
            _check_copy(Path(folder, "database"), extract.counts)
            _put_copy(Path(folder, "database"))
        say(f"Restoring {extract.files} files.")
        _put_files(Path(folder))
    say("Bringing the tables up to this version, ending all sessions, comparing the journal.")
    with suppress(Exception):  # where the cache is away, nothing of the old data is in it
        cache.clear()
    manage("migrate", "--verbosity=0")
    manage("end_sessions", "--all", "--now")
    manage("rebuild_progress", "--check")
    return extract


def verify(place: Place, name: str, key: Path, *, database: str, say: Say) -> sets.Extract:
    """Restore the set called `name` beside, into a database of its own, and compare: hashes, rows of each table, and
    the journal. Files are read and not written. Raises `Refused` where anything differs.

    `database` is the address of an empty database of PostgreSQL; without one, it is made on the server of this site.
    """
    with contents.aside() as folder:
        say("Reading the set.")
        extract = sets.read(place, name, key, Path(folder), accept=_accept, keeps_files=False)
        say("Restoring its database beside.")
        dump, scratch = Path(folder, "database"), {"MAFUNZO_DATA": folder, "REDIS_URL": "", "S3_BUCKET": ""}
        if extract.about["database"] == "sqlite":
            _check_copy(dump, extract.counts)
            dump.rename(Path(folder, "mafunzo.sqlite3"))
            _compare_journal({**scratch, "DATABASE_URL": ""}, say)
            return extract
        with _scratch_database(database) as (there, address):
            load_dump(dump, there.settings_dict)
            with there.cursor() as cursor:
                _compare_rows(contents.rows_of("postgresql", cursor.execute, cursor.fetchall), extract.counts)
            there.close()
            _compare_journal({**scratch, "DATABASE_URL": address}, say)
    return extract


def _compare_journal(scratch: Mapping[str, str], say: Say) -> None:
    say("Comparing the journal.")
    manage("migrate", "--verbosity=0", **scratch)
    manage("rebuild_progress", "--check", **scratch)


def what_is_here() -> list[str]:
    """Return what a restore would delete, in words: people of the database, files, objects of the bucket."""
    present = []
    with suppress(DatabaseError), connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            cursor.execute("SELECT count(*) FROM people_user")
            present.append(f"the database {connection.settings_dict['NAME']} with {cursor.fetchone()[0]} people")
    for folder in contents.folders().values():
        files = sum(1 for path in contents.files_of_folder(folder) if path != Path(settings.DATA_DIR, "secret-key"))
        present += [f"{files} files in {folder}"] if files else []
    if not contents.files_are_here() and any(True for _one in default_storage.bucket.objects.limit(1)):  # type: ignore[attr-defined]
        present.append(f"files in the bucket {default_storage.bucket.name}")  # type: ignore[attr-defined]
    return present


def _accept(about: dict[str, Any]) -> None:
    """Raise `Refused` for a set that a newer program made, or another one."""
    ours = contents.schema()
    newer = about["format"] > contents.FORMAT or Version(about["program"]) > Version(VERSION)
    unknown = sorted(set(about["schema"]) - set(ours))
    if newer or unknown:
        missing = f", with migrations that are not here ({', '.join(unknown[:5])})" if unknown else ""
        raise Refused(
            f"The set was made by Mafunzo {about['program']}{missing}; this is {VERSION}. Install that "
            "version, with the same plugins, and restore again."
        )
    if any(code != ours[name] for name, code in about["schema"].items()):
        raise Refused(
            f"The set was made by another state of Mafunzo {about['program']}, with other tables. Take the code of "
            f"{about['made_at'][:10]} and restore again."
        )


def _accept_here(about: dict[str, Any]) -> None:
    """Raise `Refused` for a set that cannot be restored with these settings."""
    _accept(about)
    if about["database"] != connection.vendor:
        hint = "Set DATABASE_URL." if about["database"] == "postgresql" else "Take DATABASE_URL out."
        raise Refused(f"The set is of {about['database']}, and this site is set to {connection.vendor}. {hint}")
    if (about["files"] == "bucket") == contents.files_are_here():
        raise Refused(f"The files of the set come from a {about['files']}. Set S3_BUCKET as it was then.")
    is_drawn = about["secret_key_file"] and "SECRET_KEY" not in settings.ENVIRONMENT.ENVIRON
    if not is_drawn and about["secret_key"] not in map(
        contents.mark_of, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ):
        raise Refused(
            "SECRET_KEY is not that of the set: nobody could read the secrets in its database. Put its settings in "
            "place first: “manage.py backup settings SET --key FILE” prints them."
        )


def load_dump(dump: Path, database: Mapping[str, Any]) -> None:
    """Load a dump into a database of PostgreSQL in one transaction, in place of all tables there. Raises `Refused`,
    with nothing changed.
    """
    connection.close()
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-")
    (reading, *_), _env = contents.command("pg_restore", database=database)
    loading, env = contents.command("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", database=database)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen([reading, *options, str(dump)], stdout=subprocess.PIPE, stderr=said) as source,
        subprocess.Popen(loading, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said) as target,
    ):
        assert source.stdout and target.stdin  # noqa: S101  for the types
        with suppress(BrokenPipeError):  # it says why
            target.stdin.write(_EMPTY.encode())
            shutil.copyfileobj(source.stdout, target.stdin, contents.PIECE)
            if source.wait() == 0:
                target.stdin.write(b"COMMIT;\n")
        with suppress(BrokenPipeError):
            target.stdin.close()
        source.stdout.close()
        if source.wait() or target.wait():
            words = contents.last_words(said)
            hint = " Stop all processes of Mafunzo first." if "lock timeout" in words else ""
            raise Refused(f"The database could not be restored, and is as it was: {words}{hint}")


def _check_copy(file: Path, counts: Mapping[str, int]) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            _compare_rows(contents.rows_of_copy(copy), counts)
    except sqlite3.Error as error:
        raise Faulty(f"The database of the set cannot be read: {error}. Take another set.") from error


def _compare_rows(rows: Mapping[str, int], counts: Mapping[str, int]) -> None:
    differ = [name for name in sorted({*rows, *counts}) if rows.get(name) != counts.get(name)]
    if differ:
        raise Faulty(f"Restored tables have not the rows of the manifest: {', '.join(differ[:5])}. Take another set.")


def _put_copy(copy: Path) -> None:
    connection.close()
    file = Path(connection.settings_dict["NAME"])
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    copy.replace(file)


def _put_files(folder: Path) -> None:
    """Put files in the place of those that are there. Caches and messages of the queue go, too."""
    for name in ("cache", "queue"):
        shutil.rmtree(Path(settings.DATA_DIR, name), ignore_errors=True)
    for here in contents.folders().values():
        for path in list(contents.files_of_folder(here)):
            path.unlink()
    for part, here in (("data", Path(settings.DATA_DIR)), ("keys", Path(settings.CERTIFICATE_KEYS))):
        for path in (path for path in sorted((folder / part).rglob("*")) if path.is_file()):
            target = here / path.relative_to(folder / part)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(path, target)
    if not contents.files_are_here():
        _put_objects(folder / "bucket")


def _put_objects(folder: Path) -> None:
    """Put files in the place of the objects of the bucket."""
    bucket = default_storage.bucket  # type: ignore[attr-defined]
    bucket.objects.all().delete()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            bucket.upload_file(str(path), path.relative_to(folder).as_posix())


@contextmanager
def _scratch_database(address: str) -> Iterator[tuple[Any, str]]:
    """Give a connection to a database of PostgreSQL for this alone, and its address. Raises `Refused`."""
    there = unpooled_connection()
    if address:
        there.settings_dict.update(settings.ENVIRONMENT.db_url_config(address), OPTIONS={})
        with there.cursor() as cursor:
            if there.introspection.table_names(cursor):
                raise Refused("The database of --database has tables. Name an empty one.")
        yield there, address
        there.close()
        return
    if connection.vendor != "postgresql":
        raise Refused("The set is of PostgreSQL. Name an empty database: --database postgres://USER@HOST/NAME.")
    name = f"{connection.settings_dict['NAME'][:50]}_verify"
    quoted = connection.ops.quote_name(name)
    there.settings_dict["NAME"] = name
    own = urlsplit(contents.environment()["DATABASE_URL"])
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")  # of a verification that was killed
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        raise Refused(
            f"No database for the verification could be made: {str(error).strip()}. Let the role make some, once: "
            f"ALTER ROLE {connection.settings_dict['USER']} CREATEDB; or name an empty one with --database."
        ) from error
    try:
        # Written out, since `geturl` leaves “//” out where no host is named.
        yield there, f"{own.scheme}://{own.netloc}/{name}{own.query and f'?{own.query}'}"
    finally:
        there.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def manage(*arguments: str, **environment: str) -> str:
    """Run a command of `manage.py` in a process of its own, which reads the settings anew. Raises `Refused`."""
    environment = {"REPORTS_DATABASE_URL": "", **environment}  # a replica is of the database that is used
    others = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in environment}
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=settings.BASE_DIR,
        env=others | environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Faulty(f"“manage.py {' '.join(arguments)}” failed on what was restored: {done.stderr.strip()[-500:]}")
    return done.stdout
