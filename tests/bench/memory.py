"""`memory`: what `manage.py serve` with three web workers keeps in memory after 200 whole journeys and 40
certificates, and how long starting takes. Limits make the bench fail, aims do not.
"""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from json import loads
from pathlib import Path

from .cluster import free_port
from .journey import Learner
from .measure import Stage, Unexpected, expect
from .requests import submit
from .server import children
from .stores import BENCH, ROOT, Store

NAME = "memory"
WEB, WORKERS, SCHEDULER, WATCHING = "web server, three workers", "both background workers", "scheduler", "supervisor"
GROUP, TOGETHER = "five", 10
"""Whose journeys they are, and how many learners are under way at the same time."""
ROLES = {"web server": WEB, "worker": WORKERS, "worker of deadl": WORKERS, "scheduler": SCHEDULER}
"""What the processes are called, in 15 letters."""
JOBS = 40
"""Certificates that the worker makes."""
PATIENCE = 180
"""Seconds until the server answers, and until the certificates have to be there."""
LIMITS = {WEB: 440.0}
AIMS = {WEB: 400.0}


@dataclass(frozen=True)
class Figure:
    """One figure of a running site: `value` in `unit`, on one database."""

    name: str
    database: str
    value: float
    unit: str

    @property
    def problem(self) -> str:
        """The limit that it passes, in a sentence; empty where it passes none."""
        limit = LIMITS.get(self.name)
        passed = limit is not None and self.value > limit
        return f"{self.name} on {self.database}: {self.value:.0f} {self.unit}, at most {limit:.0f}." if passed else ""

    @property
    def line(self) -> str:
        """A row of the table. A value beyond its aim says so."""
        aim, limit = AIMS.get(self.name), LIMITS.get(self.name)
        beyond = " (beyond)" if aim is not None and self.value > aim else ""
        cells = (f"{value:.0f}" if value is not None else "" for value in (aim, limit))
        value = f"{self.value:.0f} MB" if self.unit == "MB" else f"{self.value:.1f} {self.unit}"
        return f"| {self.name} | {value}{beyond} | {' | '.join(cells)} |"


class Serving:
    """`manage.py serve` as somebody starts it, on a copy of the bench's data."""

    host, workers = "127.0.0.1", 3

    def __init__(self, store: Store, environment: dict[str, str]) -> None:
        self.store, self.port = store, free_port()
        self.environment = compiled(environment)

    @contextmanager
    def running(self) -> Iterator[float]:
        """Gives the seconds until the first answer."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--workers", str(self.workers)]
        began = time.monotonic()
        with (BENCH / f"{self.store.name}-serve.log").open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            self._wait()
            yield time.monotonic() - began
        finally:
            self.process.terminate()
            self.process.wait(40)

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://{self.host}:{self.port}/sign-in/", timeout=5).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"Nothing was served; see .bench/{self.store.name}-serve.log.")

    def memory(self) -> dict[str, float]:
        """Megabytes of each part (proportional set size: what processes share is divided among them)."""
        found = {WATCHING: kilobytes(self.process.pid)}
        for pid in children(self.process.pid):
            role = ROLES[Path(f"/proc/{pid}/comm").read_text().strip()]
            found[role] = found.get(role, 0) + sum(map(kilobytes, family(pid)))
        return {role: found[role] / 1024 for role in (WEB, WORKERS, SCHEDULER, WATCHING)}


def compiled(environment: dict[str, str]) -> dict[str, str]:
    """`environment`, with the bytecode of our own modules kept as an installation has it."""
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(BENCH / "bytecode")}


def kilobytes(pid: int) -> int:
    """The proportional set size of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def weigh_serving(store: Store) -> list[Figure]:
    """The figures of one database. Raises `Unexpected` where a journey or a certificate fails."""
    serving = Serving(store, environment := store.prepare())
    checked = min(_checked(serving.environment) for _turn in range(3))  # the first compiles
    starts = [_started(serving) for _turn in range(2)]
    with serving.running() as started:
        stage = Stage(serving, loads(store.cast.read_text()))
        people = stage.cast["groups"][GROUP]
        with ThreadPoolExecutor(TOGETHER) as pool:
            list(pool.map(lambda who: Learner(stage, who, 5).go(), people))
        _make_certificates(stage)
        memory = serving.memory()
    shutil.rmtree(Path(environment["MAFUNZO_DATA"], "queue"), ignore_errors=True)
    figures = [Figure(role, store.name, value, "MB") for role, value in memory.items()]
    figures.append(Figure("all of `manage.py serve`", store.name, sum(memory.values()), "MB"))
    figures.append(Figure("first answer after the start", store.name, min(*starts, started), "s"))
    return [*figures, Figure("`manage.py check`", store.name, checked, "s")]


def _started(serving: Serving) -> float:
    with serving.running() as seconds:
        return seconds


def _checked(environment: dict[str, str]) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, check=True)
    return time.monotonic() - began


def _make_certificates(stage: Stage) -> None:
    """Complete the course for `JOBS` learners, and wait for what the worker makes of it."""
    rendered = "SELECT count(*) FROM certificates_certificate WHERE status = 'rendered'"
    before = stage.server.store.rows(rendered)[0][0]
    for number in range(JOBS):
        expect(submit(stage, number), 302)
    deadline = time.monotonic() + PATIENCE
    while (made := stage.server.store.rows(rendered)[0][0] - before) < JOBS:
        if time.monotonic() > deadline:
            raise Unexpected(f"{made} of {JOBS} certificates are made after {PATIENCE} seconds.")
        time.sleep(0.5)
