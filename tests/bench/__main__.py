"""`python -m tests.bench [ONLY=lesson] [DATABASE=sqlite]`: measure, print,
write docs/run/performance.md and .bench/latest.json.
"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from json import loads

from . import report
from .growth import NAME as GROWTH
from .growth import weigh_growth
from .jobs import ASSIGN, CERTIFICATE, LATE, REMINDERS, STATISTICS, weigh_job
from .journey import travel
from .measure import Cost, Stage, Unexpected, weigh
from .memory import NAME as MEMORY
from .memory import Figure, weigh_serving
from .playing import NAME as POLLING
from .playing import REQUESTS as OF_PRACTICE
from .playing import poll_beside_quizzes
from .requests import REQUESTS as OF_COURSES
from .server import Server
from .stores import BENCH, DATA, ROOT, PostgreSQL, SQLite, Store, environment

REQUESTS = [*OF_COURSES, *OF_PRACTICE]
JOURNEYS = {"learner-journey": ("journey", 1), "learner-journey-fives": ("five", 5)}
JOBS = (STATISTICS, ASSIGN, LATE, CERTIFICATE, REMINDERS)
NAMES = [
    *(request.name for request in REQUESTS),
    *JOURNEYS,
    POLLING,
    *JOBS,
    MEMORY,
    GROWTH,
]
COLLECT = (
    "import lms; from django.core.management import execute_from_command_line as run; "
    "run(['manage', 'collectstatic', '--noinput', '-v', '0'])"
)


def main(wanted: dict[str, str]) -> int:
    only, database = wanted.get("ONLY", ""), wanted.get("DATABASE", "")
    stores: list[type[Store]] = [store for store in (PostgreSQL, SQLite) if database in ("", store.name)]
    if (only and only not in NAMES) or not stores:
        print(f"Choose ONLY among {', '.join(NAMES)}, and DATABASE among postgresql, sqlite.")
        return 2
    BENCH.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with _alone():
        subprocess.run(
            [sys.executable, "-c", COLLECT],
            cwd=ROOT,
            env=environment(DATABASE_URL="", MAFUNZO_DATA=str(DATA / "collect")),
            check=True,
        )
        costs, kept, failures = [], [], []
        for store in stores:
            if only in ("", MEMORY):
                figures, failure = _weigh_serving(store())
                kept += figures
                failures += failure
            for cost, failure in _measure(store(), only) if only not in (MEMORY, GROWTH) else ():
                costs += [cost] if cost else []
                failures += failure
            for cost, failure in weigh_growth() if store is PostgreSQL and only in ("", GROWTH) else ():
                costs += [cost] if cost else []
                failures += failure
    return _finish(costs, kept, failures, whole=not only and not database)


@contextmanager
def _alone() -> Iterator[None]:
    """Two benches at once would measure each other."""
    with (BENCH / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _weigh_serving(store: Store) -> tuple[list[Figure], list[str]]:
    """What a running site keeps in memory on this database, and what is wrong with it."""
    try:
        figures = weigh_serving(store)
    except (Unexpected, OSError) as error:
        return [], [f"{MEMORY} on {store.name}: {error}"]
    finally:
        store.close()
    print(
        "\n".join([f"\n{report.TITLES[store.name]}\n{report.KEPT_HEAD}", *(figure.line for figure in figures)]),
        flush=True,
    )
    return figures, [figure.problem for figure in figures if figure.problem]


def _measure(store: Store, only: str) -> Iterator[tuple[Cost | None, list[str]]]:
    """Each request's cost on this database, and what is wrong with it."""
    try:
        ready = store.prepare()
        print(f"\n{report.TITLES[store.name]}\n{report.HEAD}", flush=True)
        with Server(store, ready) as server:
            stage = Stage(server, loads(store.cast.read_text()))
            for name, request, work in _works(stage):
                if only in ("", name):
                    try:
                        cost = work()
                    except (Unexpected, OSError) as error:
                        print(f"| {name} | {error} |", flush=True)
                        yield None, [f"{name} on {store.name}: {error}"]
                    else:
                        print(report.line(cost, request) + (f" {cost.note}" if cost.note else ""), flush=True)
                        yield cost, report.problems(cost, request)
    finally:
        store.close()


def _works(stage: Stage) -> Iterator[tuple[str, report.Request | None, Callable[[], Cost]]]:
    for request in REQUESTS:
        yield request.name, request, lambda request=request: _with_memory(stage, request)
    for name, (group, at_once) in JOURNEYS.items():
        yield name, None, lambda name=name, group=group, at_once=at_once: travel(stage, name, group, at_once=at_once)
    yield POLLING, None, lambda: poll_beside_quizzes(stage)
    for name in JOBS:
        yield name, None, lambda name=name: weigh_job(stage, name)


def _with_memory(stage: Stage, request: report.Request) -> Cost:
    """A streamed file says too by how much it made the server grow."""
    if request.name != "completion-csv":
        return weigh(stage, request)
    request.send(stage, 0)
    stage.server.forget_peak()
    before, _peak = stage.server.memory()
    cost = weigh(stage, request)
    _now, peak = stage.server.memory()
    return replace(cost, note=f"the server's memory grew by {max(peak - before, 0) / 1024:.1f} MB at its peak")


def _finish(costs: list[Cost], kept: list[Figure], failures: list[str], *, whole: bool) -> int:
    report.remember(costs, BENCH / "latest.json")
    if costs:
        print(f"\n{report.noise(costs)}")
    if whole and costs:
        page = report.document(costs, REQUESTS, datetime.now(UTC).date(), kept)
        (ROOT / "docs" / "run" / "performance.md").write_text(page)
    for failure in failures:
        print(f"FAILED {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    given = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
    sys.exit(main({**{name: os.environ.get(name, "") for name in ("ONLY", "DATABASE")}, **given}))
