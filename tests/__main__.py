"""`make test`: every test once. Where the environment names PostgreSQL and Redis, those that meet a database pass
there, and the others on SQLite (`tests.choice`); else all on SQLite.

`make test ALL=1` passes what meets a database on both, and adds the sweeps (mark `sweep`): all addresses for everybody,
all plugins, many random cases, many kills.

`make test ROOM=quiz` passes those of one room alone, and of the architecture, on SQLite: the folder of that name.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from home.operation.process_sizes import ONE_STORE

NAMED = ("TEST_DATABASE_URL", "TEST_REDIS_URL")


def rooms() -> list[str]:
    """The folders of tests."""
    return sorted(path.name for path in Path(__file__).parent.iterdir() if any(path.glob("test_*.py")))


def folders_of(room: str) -> list[str]:
    """Those of the room and of the architecture. Ends with a sentence where there is no such room."""
    if room not in rooms():
        sys.exit(f"There is no room called {room}. There are {', '.join(rooms())}.")
    return list(dict.fromkeys([f"tests/{room}", "tests/architecture"]))


def run(*arguments: str, **environment: str) -> int:
    workers = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 1, 4)))
    # In the order of pytest-django on each worker: tests with real transactions last, since they empty the database.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        workers,
        "--dist",
        "loadscope",
        "--no-loadscope-reorder",
        *arguments,
    ]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # Of make: without bytecode each worker would compile every test anew, and each process that tests start every room.
    # One store of free memory, as `serve` has: limits of memory do not count what the stores of threads keep.
    everything = {**ONE_STORE, **kept, **environment}
    with _database(everything):
        return subprocess.call(command, env=everything)


@contextmanager
def _database(environment: dict[str, str]) -> Iterator[None]:
    """Within, the database that tests copy is made, which takes as long as the workers need to collect the tests. Each
    of them would find out by itself that there is none, and wait for the one that makes it.
    """
    named = {**environment, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    making = subprocess.Popen([sys.executable, "-m", "tests.template"], env=named)
    try:
        yield
    finally:
        making.wait()


def main() -> int:
    if room := os.environ.get("ROOM"):
        return run(*folders_of(room), *sys.argv[1:], TEST_ON="sqlite")
    everything = bool(os.environ.get("ALL"))
    chosen = [*([] if everything else ["-m", "not sweep"]), *sys.argv[1:]]
    missing = [name for name in NAMED if not os.environ.get(name)]
    each = "" if missing else "everywhere" if everything else "once"
    print("== SQLite, embedded default ==", flush=True)
    status = run(*chosen, TEST_ON="sqlite", TEST_EACH=each)
    if missing:
        wanted = os.environ.get("CI") == "true"
        print(f"{'FAILED' if wanted else 'Skipped'}: PostgreSQL and Redis, because {' and '.join(missing)} is not set.")
        return status or int(wanted)
    print("== PostgreSQL and Redis ==", flush=True)
    again = run(*chosen, TEST_ON="postgresql", TEST_EACH=each)
    return status or again


if __name__ == "__main__":
    sys.exit(main())
