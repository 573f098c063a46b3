"""The real server: gunicorn with threads in one worker, and what it and its database spend."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

from home.operation.process_sizes import ONE_STORE

from .cluster import free_port
from .stores import BENCH, ROOT, Store

THREADS = 8


def spent(pids: Iterable[int]) -> int:
    """Nanoseconds on a processor, user and system, of all threads of these processes."""
    total = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            total += int(thread.read_text().split()[0])
    return total


def spent_by_the_dead(pid: int) -> int:
    """Nanoseconds, user and system, of the processes that this one started and that have ended:
    a backend's parallel workers.
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that this one started and that run, the oldest first."""
    found = (file.read_text().split() for file in Path(f"/proc/{pid}/task").glob("*/children"))
    return sorted(int(child) for some in found for child in some)


class Server:
    """Started on entry, stopped on exit; one worker, so that every request meets the same warm process."""

    host = "127.0.0.1"

    def __init__(self, store: Store, environment: dict[str, str]) -> None:
        self.store, self.environment, self.port = store, environment, free_port()
        self.process: subprocess.Popen | None = None
        self.pids: list[int] = []
        self.mourner = 0

    def __enter__(self) -> "Server":
        log = (BENCH / f"{self.store.name}.log").open("w")
        bound = f"--bind {self.host}:{self.port} --workers 1 --threads {THREADS} --timeout 120 --keep-alive 120"
        command = f"{sys.executable} -m gunicorn tests.bench.wsgi:application {bound} --no-control-socket --preload"
        self.process = subprocess.Popen(
            command.split(), cwd=ROOT, env={**self.environment, **ONE_STORE}, stdout=log, stderr=log
        )
        self._wait()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _wait(self) -> None:
        for _try in range(600):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://{self.host}:{self.port}/bench/streamed/", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start; see .bench/{self.store.name}.log.")

    @property
    def worker(self) -> int:
        """The process that answers."""
        return children(self.process.pid)[0]

    def note_processes(self) -> None:
        """Look anew which processes work for the server; a pool opens connections as it needs them."""
        own, self.mourner = self.store.processes()
        self.pids = [self.process.pid, self.worker, *own]

    def cpu(self) -> int:
        """Nanoseconds spent so far by the server and the database's processes that work for it."""
        return spent(self.pids) + (spent_by_the_dead(self.mourner) if self.mourner else 0)

    def memory(self) -> tuple[int, int]:
        """Kilobytes of the worker: now, and at its peak since `forget_peak`."""
        lines = Path(f"/proc/{self.worker}/status").read_text().splitlines()
        found = {
            name: int(rest.split()[0])
            for name, _, rest in (line.partition(":") for line in lines)
            if name in ("VmRSS", "VmHWM")
        }
        return found["VmRSS"], found["VmHWM"]

    def forget_peak(self) -> None:
        Path(f"/proc/{self.worker}/clear_refs").write_text("5")
