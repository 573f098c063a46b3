"""The databases: generated once for each state of the migrations, and copied for each run,
so that every run starts from the same.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from .cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / ".bench"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
DATA = CACHE / "mafunzo-bench" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
"""Data of the measured sites: outside of the program's folder, since another is refused in production."""
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
COMPILING = (
    "courses/lessons/parts.py",
    "courses/lessons/rendering.py",
    "courses/pages/streams.py",
    "courses/lessons/activity.py",
    "courses/publishing/services.py",
    "assessments/quiz/*.py",
    "tests/builders.py",
    "tests/bench/build/*.py",
)


def fingerprint() -> str:
    """A hash of the migrations and of whatever else decides what the generated rows hold."""
    files = [file for room in ROOMS for file in (ROOT / room).rglob("migrations/*.py")]
    files += [file for pattern in COMPILING for file in ROOT.glob(pattern)]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def sessions_in_use(now: datetime) -> str:
    """Sessions that were used just now: the first request of a session that was not used for hours writes that it is,
    and the copy may be of data that was made days ago. The zone of both databases' moments is UTC.
    """
    used, ends = (f"'{moment:%Y-%m-%d %H:%M:%S}'" for moment in (now, now + timedelta(days=14)))
    return f"UPDATE people_session SET began_at = {used}, last_used_at = {used}, expire_date = {ends}"


def parent(pid: int) -> int:
    """The process that started this one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def environment(**more: str) -> dict[str, str]:
    """What a deployment would set, for a server that is reached without TLS on this machine only."""
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "MAFUNZO_PLUGINS")
        },
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": "a-key-of-fifty-characters-or-more-for-the-bench-and-nothing-else",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_HSTS_SECONDS": "0",
        "SIGN_IN_FAILURES": "1000",
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


class Store(ABC):
    """One database engine with the bench's data in it."""

    name: str
    enrolments: int

    def __init__(self) -> None:
        self.key = fingerprint()
        self.folder, self.data = BENCH / self.name, DATA / self.name
        self.cast = self.folder / f"cast-{self.key}.json"

    def prepare(self) -> dict[str, str]:
        """The environment of a run on a fresh copy of the data, which is generated first where it is not there yet."""
        for folder in (self.folder, self.data):
            folder.mkdir(parents=True, exist_ok=True)
        self.open()
        if not self.cast.exists():
            print(f"{self.name}: generating {self.enrolments:,} enrolments, once …", flush=True)
            self.empty()
            self._build()
        run = environment(**self.copy())
        self.change(sessions_in_use(datetime.now(UTC)))
        return run

    def _build(self) -> None:
        command = [sys.executable, "-m", "tests.bench.build", str(self.enrolments), f"{self.cast}.new"]
        subprocess.run(command, cwd=ROOT, env=environment(**self.template(), LOG_LEVEL="WARNING"), check=True)
        self.settle()
        Path(f"{self.cast}.new").rename(self.cast)

    def open(self) -> None:  # noqa: B027  not every database has something to start
        """Start what has to be running."""

    def close(self) -> None:  # noqa: B027
        """Stop it."""

    @abstractmethod
    def template(self) -> dict[str, str]:
        """The environment in which the data is generated."""

    def empty(self) -> None:
        """Remove what older migrations left, and make room."""
        for old in self.folder.glob("cast-*"):
            old.unlink()

    @abstractmethod
    def settle(self) -> None:
        """What a database does in a quiet night after a big import."""

    @abstractmethod
    def copy(self) -> dict[str, str]:
        """Copy the generated data; the environment that names the copy."""

    @abstractmethod
    def change(self, sql: str) -> None:
        """Do so in the copy."""

    @abstractmethod
    def rows(self, sql: str) -> list[tuple]:
        """What the copy answers to a question."""

    def processes(self) -> tuple[list[int], int]:
        """Processes of the database that work for the server, and the one that starts more of them and mourns them;
        0 for none.
        """
        return [], 0


class PostgreSQL(Store):
    name = "postgresql"
    enrolments = 1_000_000
    stem = "mafunzo_bench"
    """What the names of its databases begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.given = os.environ.get("BENCH_DATABASE_URL", "")
        self.cluster = None if self.given else Cluster(BENCH / "cluster")

    def open(self) -> None:
        if self.cluster:
            self.cluster.start()

    def close(self) -> None:
        if self.cluster:
            self.cluster.stop()

    def _url(self, database: str = "") -> str:
        parts = urlsplit(self.given or self.cluster.url)
        return urlunsplit(parts._replace(path=f"/{database}")) if database else urlunsplit(parts)

    def _do(self, *statements: str, database: str = "") -> None:
        with psycopg.connect(self._url(database), autocommit=True, options="-c timezone=UTC") as connection:
            for statement in statements:
                connection.execute(statement)

    def template(self) -> dict[str, str]:
        return {"DATABASE_URL": self._url(f"{self.stem}_{self.key}"), "MAFUNZO_DATA": str(self.data / "data")}

    def empty(self) -> None:
        super().empty()
        with psycopg.connect(self._url(), autocommit=True) as connection:
            for (name,) in connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{self.stem}_"]
            ).fetchall():
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            connection.execute(f"CREATE DATABASE {self.stem}_{self.key}")

    def settle(self) -> None:
        self._do("VACUUM (ANALYZE)", "CHECKPOINT", database=f"{self.stem}_{self.key}")

    def copy(self) -> dict[str, str]:
        self._do(
            f"DROP DATABASE IF EXISTS {self.stem}_run WITH (FORCE)",
            f"CREATE DATABASE {self.stem}_run TEMPLATE {self.stem}_{self.key}",
            "CHECKPOINT",
        )
        return {**self.template(), "DATABASE_URL": self._url(f"{self.stem}_run")}

    def change(self, sql: str) -> None:
        self._do(sql, database=f"{self.stem}_run")

    def rows(self, sql: str) -> list[tuple]:
        with psycopg.connect(self._url(f"{self.stem}_run")) as connection:
            return connection.execute(sql).fetchall()

    def processes(self) -> tuple[list[int], int]:
        with psycopg.connect(self._url(f"{self.stem}_run")) as connection:
            own = connection.info.backend_pid
            sql = (
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client "
                "backend' AND pid <> %s"
            )
            return [pid for (pid,) in connection.execute(sql, [own])], parent(own)


class SQLite(Store):
    name = "sqlite"
    enrolments = 100_000

    def _file(self, place: str) -> Path:
        return self.data / place / "mafunzo.sqlite3"

    def template(self) -> dict[str, str]:
        return {"DATABASE_URL": "", "MAFUNZO_DATA": str(self.data / "data")}

    def empty(self) -> None:
        super().empty()
        shutil.rmtree(self.data)
        (self.data / "data").mkdir(parents=True)

    def settle(self) -> None:
        with sqlite3.connect(self._file("data")) as connection:
            connection.execute("ANALYZE")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self) -> dict[str, str]:
        run = self.data / "run"
        shutil.rmtree(run, ignore_errors=True)
        run.mkdir()
        shutil.copy(self._file("data"), self._file("run"))
        return {"DATABASE_URL": "", "MAFUNZO_DATA": str(run)}

    def change(self, sql: str) -> None:
        with sqlite3.connect(self._file("run")) as connection:
            connection.execute(sql)

    def rows(self, sql: str) -> list[tuple]:
        with sqlite3.connect(self._file("run")) as connection:
            return connection.execute(sql).fetchall()
