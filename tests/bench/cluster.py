"""A PostgreSQL of the bench's own: loopback only, kept under .bench/, stopped when the bench ends."""

import os
import shutil
import socket
import subprocess
from pathlib import Path


class NoPostgreSQL(RuntimeError):
    """No server programs were found and no BENCH_DATABASE_URL was given."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """Debian's programs on a folder of ours, as the user `postgres` where we are root,
    which PostgreSQL refuses to run as.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
        if not versions:
            raise NoPostgreSQL("Install PostgreSQL (Debian: postgresql), or name a server with BENCH_DATABASE_URL.")
        self.programs = versions[-1].parent
        self.data = folder / versions[-1].parts[-3]
        self.user = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgres://bench@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", self.data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.stop()
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
            "-c shared_buffers=512MB -c maintenance_work_mem=256MB -c max_wal_size=4GB"
        )
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "-t", "120", "start")

    def stop(self) -> None:
        """Stop what runs on our folder, also what a bench that was killed left behind."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "120", "stop", check=False)

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        done = subprocess.run(
            command,
            user=self.user,
            group=self.user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        if check and done.returncode:
            raise RuntimeError(
                f"{program} failed; see {self.folder / 'log'}, and let the user {self.user} read the folders above it."
            )
