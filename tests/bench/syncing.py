"""What SQLite pays for syncing before it acknowledges: `python -m tests.bench.syncing FOLDER`,
on the disk of that folder.
"""

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

COMMITS = 1500
STATE = "y" * 600


def commit_times(file: Path, synchronous: str) -> list[float]:
    """Milliseconds of transactions that each store an event and the attempt that it belongs to, sorted."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"PRAGMA synchronous = {synchronous}")
    database.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, attempt INTEGER, data TEXT)")
    database.execute("CREATE INDEX by_attempt ON event (attempt)")
    database.execute("CREATE TABLE attempt (id INTEGER PRIMARY KEY, state TEXT)")
    database.executemany("INSERT INTO attempt VALUES (?, ?)", [(number, STATE) for number in range(1000)])
    times = []
    for number in range(COMMITS):
        began = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO event (attempt, data) VALUES (?, ?)", (number % 1000, '{"q:1": ["a"]}'))
        database.execute("UPDATE attempt SET state = ? WHERE id = ?", (STATE, number % 1000))
        database.execute("COMMIT")
        times.append((time.perf_counter() - began) * 1000)
    database.close()
    return sorted(times)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as here:
        for synchronous in ("NORMAL", "FULL"):
            times = commit_times(Path(here, f"{synchronous}.sqlite3"), synchronous)
            print(
                f"{synchronous}: median {times[COMMITS // 2]:.2f} ms, 95 in 100 below "
                f"{times[COMMITS * 95 // 100]:.2f} ms"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
