"""Contents of a set: the database as it is at one moment, the files, the settings, and which program made it."""

import fcntl
import gzip
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from inspect import getfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader

from lms.version import VERSION

from ..operation.fresh_database import OURS
from ..upgrades.versions import unpooled_connection
from .encryption import MIB, Refused

FORMAT = 1
ASIDE = ".aside-"
PIECE = 8 * MIB
MADE_ANEW = {"cache", "fonts", "queue", "reading", "static"}
"""Folders of the data folder that are made again."""
_TABLES = {
    "sqlite": "SELECT name, '\"' || name || '\"' FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename, format('%I.%I', schemaname, tablename) FROM pg_tables "
    "WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname <> 'information_schema'",
}
_TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def alone() -> Iterator[None]:
    """Hold the data folder for one backup or restore at a time, and delete what a killed one left in it. Raises
    `Refused`.
    """
    folder = Path(settings.DATA_DIR)
    if not folder.is_dir():
        raise Refused(f"There is no data folder {folder}. See that MAFUNZO_DATA names the one that is used.")
    with (folder / ".backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "Another backup or restore is running on this data folder. Wait until it has ended."
            ) from None
        for left in folder.glob(f"{ASIDE}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def aside() -> tempfile.TemporaryDirectory[str]:
    """Make a folder in the data folder, for its owner alone, that no set takes and that goes at the end."""
    return tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=ASIDE)


def schema() -> dict[str, str]:
    """Return the migrations of this program by name, and of our own the SHA-256 of their code."""
    by_name = {}
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        ours = type(migration).__module__.split(".")[0] in OURS
        code = Path(getfile(type(migration))).read_bytes() if ours else b""
        by_name[f"{app}.{name}"] = hashlib.sha256(code).hexdigest() if ours else ""
    return by_name


def about(now: datetime) -> dict[str, Any]:
    """Return which program and database a set is of."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "site": settings.BASE_URL,
        "program": VERSION,
        "schema": schema(),
        "database": connection.vendor,
        "files": "folder" if files_are_here() else "bucket",
        "secret_key": mark_of(settings.SECRET_KEY),
        "secret_key_file": "SECRET_KEY" not in settings.ENVIRONMENT.ENVIRON,
    }


def mark_of(secret: str) -> str:
    """Return a mark by which two equal keys are known."""
    return hashlib.sha256(b"mafunzo backup " + secret.encode()).hexdigest()[:16]


def environment() -> dict[str, str]:
    """Return the variables that the settings read, with the values of those that are set."""
    env = settings.ENVIRONMENT
    names = env.names | {name for name in os.environ if name.startswith("MAFUNZO_") and not name.endswith("_FILE")}
    return {name: str(env.ENVIRON[name]) for name in sorted(names) if name in env.ENVIRON}


def files_are_here() -> bool:
    """Return whether files lie in the data folder, and in no bucket."""
    return isinstance(default_storage, FileSystemStorage)


def files() -> Iterator[tuple[str, int, Callable[[], Any]]]:
    """Yield the name of each file in a set, its bytes, and how it is opened. Raises `Refused`."""
    for part, folder in folders().items():
        for path in files_of_folder(folder):
            with suppress(FileNotFoundError):  # it was deleted meanwhile
                yield f"{part}/{path.relative_to(folder)}", path.stat().st_size, partial(path.open, "rb")
    if not files_are_here():
        for item in default_storage.bucket.objects.all():  # type: ignore[attr-defined]  # of django-storages
            yield f"bucket/{item.key}", item.size, partial(_body_of, item)


def _body_of(item: Any) -> Any:
    return item.get()["Body"]


def folders() -> dict[str, Path]:
    """Return the folders of this site by their names in a set: its data, and its keys where they lie elsewhere."""
    data, keys = Path(settings.DATA_DIR), Path(settings.CERTIFICATE_KEYS)
    return {"data": data} if keys.is_relative_to(data) else {"data": data, "keys": keys}


def files_of_folder(folder: Path) -> Iterator[Path]:
    """Yield the files of a data folder that a set takes. Raises `Refused` where a folder cannot be read."""

    def refuse(error: OSError) -> None:
        raise Refused(f"{error.filename} cannot be read: {error.strerror}. Run this as the user of the service.")

    for place, below, names in () if not folder.exists() else os.walk(folder, onerror=refuse, followlinks=True):
        if Path(place) == folder:
            below[:] = [name for name in below if _is_kept(name)]
            names = [name for name in names if _is_kept(name)]
        below.sort()
        yield from (path for name in sorted(names) if (path := Path(place, name)).is_file())


def _is_kept(name: str) -> bool:
    return not name.startswith((".", "beat", "mafunzo.sqlite3")) and name not in MADE_ANEW


@contextmanager
def database() -> Iterator[tuple[Iterator[bytes], Mapping[str, int]]]:
    """Give the pieces of a copy of the database and the rows of each table in it, of one moment, while others write.
    Raises `Refused`.
    """
    with _postgresql() if connection.vendor == "postgresql" else _sqlite() as taken:
        if not taken[1].get("people_user"):
            raise Refused(
                f"The database {connection.settings_dict['NAME']} has no people. See that DATABASE_URL or MAFUNZO_DATA "
                "name the one that is used."
            )
        yield taken


@contextmanager
def _postgresql() -> Iterator[tuple[Iterator[bytes], Mapping[str, int]]]:
    own = unpooled_connection()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for timeout in _TIMEOUTS:
                cursor.execute(f"SET LOCAL {timeout} = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            counts = rows_of("postgresql", cursor.execute, cursor.fetchall)
        with closing(_pieces_of_dump(snapshot)) as pieces:
            yield pieces, counts
    finally:
        own.close()


def rows_of(vendor: str, execute: Callable[[str], Any], fetch: Callable[[], Any]) -> dict[str, int]:
    """Count the rows of each table."""
    execute(_TABLES[vendor])
    counts = {}
    for name, quoted in sorted(fetch()):
        execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608  names of tables, quoted by the database
        counts[name] = fetch()[0][0]
    return counts


def command(program: str, *options: str, database: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Return the command that runs a program of PostgreSQL on `database`, and its environment, which has the password.
    Raises `Refused` where it is not installed.
    """
    if not shutil.which(program):
        raise Refused(f"{program} is not installed. Install PostgreSQL's own: apt install postgresql-client.")
    (_psql, *arguments, name), env = DatabaseClient.settings_to_cmd_args_env(dict(database), [])
    return [program, *options, *arguments, "--dbname", name], {**os.environ, **(env or {})}


def _pieces_of_dump(snapshot: str) -> Generator[bytes]:
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    arguments, env = command("pg_dump", *options, database=connection.settings_dict)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(arguments, env=env, stdout=subprocess.PIPE, stderr=said) as dump,
    ):
        assert dump.stdout  # noqa: S101  for the types
        try:
            while piece := dump.stdout.read(PIECE):
                yield piece
        except BaseException:
            dump.kill()
            raise
        if dump.wait():
            raise Refused(f"pg_dump stopped before its end: {last_words(said)}")


def last_words(said: IO[bytes]) -> str:
    """Return what a program of PostgreSQL wrote last, with what to do where the versions do not fit."""
    said.seek(0)
    text = said.read().decode(errors="replace").strip()
    hint = " Install the postgresql-client of the server's version." if "version" in text else ""
    return f"{text[-500:] or 'it was killed. Start the backup again.'}{hint}"


@contextmanager
def _sqlite() -> Iterator[tuple[Iterator[bytes], Mapping[str, int]]]:
    file = Path(connection.settings_dict["NAME"]).resolve()
    if not file.is_file():
        raise Refused(f"There is no database {file}. See that MAFUNZO_DATA or DATABASE_URL name the one that is used.")
    with aside() as folder:
        copy = Path(folder, file.name)
        try:
            with (
                closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as to,
            ):
                source.backup(to)
                counts = rows_of_copy(to)
        except sqlite3.Error as error:
            raise Refused(f"The database {file} could not be copied: {error}. See that the disk has room.") from error
        yield _pieces_of_file(copy), counts


def rows_of_copy(copy: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of each table of a copy. Raises `sqlite3.Error` where it is damaged."""
    cursor = copy.cursor()
    cursor.execute("PRAGMA quick_check(1)")
    if (state := cursor.fetchone()[0]) != "ok":
        raise sqlite3.DatabaseError(f"it is damaged ({state})")
    return rows_of("sqlite", cursor.execute, cursor.fetchall)


def _pieces_of_file(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield gzip.compress(piece, compresslevel=1, mtime=0)
