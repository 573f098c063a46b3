"""The table, the file for machines, and whether a limit is passed."""

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from . import growth
from .measure import Cost, Request
from .memory import Figure

TITLES = {"postgresql": "PostgreSQL, 1,000,000 enrolments", "sqlite": "SQLite, 100,000 enrolments"}
HEAD = (
    "| request | CPU ms | SQL | limit | × floor | × limit | aim | bytes | gzipped | limit "
    "|\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)
KEPT_HEAD = "| memory and start | measured | aim | limit |\n|---|--:|--:|--:|"
INTRODUCTION = """# What requests cost

Written by `make bench` on {day}; do not edit. The machines are shared and noisy: read the ratios, not the times.

The real server runs (gunicorn, one worker with threads, production settings) on a database with 20,000 people in 60
institutions. CPU is the time of the server's processes and of the PostgreSQL backends that work for it, the median of 5
rounds of 80 requests after a warm-up. The floor is a bare signed-in Django view; the limit is one pooled, indexed
statement and a formatted string. Both are measured before and after each round. A ratio is the median of the rounds'
ratios; an aim is a ratio to the limit, on SQLite 1.3 times as much. SQL is the most that any request took. Limits of
statements and bytes make `make bench` fail, ratios are aims.

- `submit` completes the course and issues the certificate.
- `learner-journey` is one of 200 learners who, all at once, sign in, read a lesson, answer a quiz of 20 questions and
  read the result: each answer saved by itself, or five at a time. It fails if one answer is lost.
- `polling` is the same while 400 seats of simulations ask every ten seconds whether something is new.
- `statistics-10000`, `assign-5000`, `late-joiners` and `reminders` are background jobs, each in a process of its own:
  they fail where somebody is left out or told twice, or the job grows by more than 100 MB.
- An `entry` is aimed at 4 times the floor, an unchanged `pulse` at 1.6 times, its head at 350 bytes at most.
- Memory is that of `manage.py serve` with three web workers (proportional set size) after 200 journeys and 40
  certificates; the first answer is the quickest of three starts.
- A ceremony of 10,000 signed certificates was made once by hand (2026-12-01, PostgreSQL, one process beside others):
  574 s of processor, 57 ms a certificate, 1,077 s by the clock. Memory was 334 MB after the first hundred, 341 after
  the last was rendered and 368 when the ZIP (851 MB) and the PDF to print (64 MB) were whole. Sealing the register took
  6.6 s, its audit 2.1 s, without a fault.
- Files are packed in parts of 240, each kept once it is whole, so a worker that is killed loses one part. 10,000 were
  made once (2026-12-01, PostgreSQL) by workers of which 34 were killed, each after 60 s at most: each certificate once
  in ZIP, PDF and register, without a fault in the audit. Seen every 20 s, no worker had more than 280 MB.
- A file of 100,000 lines of a report was made once by hand (2026-12-02) in a process that had 165 MB before it began.
  On PostgreSQL it had 170 MB at most for CSV and 185 MB for XLSX; on SQLite, which sorts and maps its file in that
  process, 250 and 264 MB.

SQLite syncs its log before it acknowledges (`synchronous=FULL`): that is waiting and no CPU, so the table does not show
it. `python -m tests.bench.syncing FOLDER` measures it on the disk of that folder: 0.4 to 4 ms at the median on the
machine of these figures, so that one writer acknowledges some 200 answers a second. PostgreSQL shares one sync among
those who commit at the same moment.
"""

JOURNEYS = {"learner-journey": 540, "learner-journey-fives": 324}
"""The ratios to the limit that are aimed at: 0.2 and 0.12 seconds on the machine for which they were set, where the
limit took 0.37 ms.
"""
GROWTH = """The same pages with fewer enrolments of the same 20,000 people; the last column is of the table above."""

BEYOND = """## Why some are beyond their aims

On SQLite the limit is some tenths of a millisecond, nearly all of it the web server's, so that a page that costs fewer
milliseconds than on PostgreSQL has the higher ratio: `my-learning`, `search`, `result`, `cohort-10000` and
`overview` keep their aims on PostgreSQL.

- sign-in: Argon2 at OWASP's minimum takes 21 to 24 ms; five statements, the session and the entry in the log the rest.
- learner-journey: 20 of its 31 requests save an answer, each with five prepared statements; two hundred learners at
  once share two processors with eight threads and eight processes of the database.
"""


def problems(cost: Cost, request: Request | None) -> list[str]:
    """The limits that `cost` passes, in sentences."""
    found = []
    if request and request.statements and cost.sql > request.statements:
        found.append(
            f"{cost.request} on {cost.database}: {cost.sql} statements, at most {request.statements} are allowed."
        )
    if request and request.gzipped and cost.bytes_gzip > request.gzipped:
        found.append(
            f"{cost.request} on {cost.database}: {cost.bytes_gzip} bytes gzipped, at most {request.gzipped} are "
            "allowed."
        )
    return found


def line(cost: Cost, request: Request | None) -> str:
    """A row of the table. A ratio beyond its aim says so."""
    aimed = JOURNEYS.get(cost.request)
    limits = (request.statements, request.ratio, request.gzipped) if request else (None, aimed, None)
    statements, aim, gzipped = ("" if limit is None else f"{limit:,}" for limit in limits)
    beyond = " (beyond)" if limits[1] is not None and cost.limit_ratio > limits[1] else ""
    floors = request.floors if request else None
    above = f" (beyond {floors:g})" if floors is not None and cost.ratio > floors else ""
    cells = (
        cost.request,
        f"{cost.cpu_ms:.1f}",
        cost.sql,
        statements,
        f"{cost.ratio:.1f}{above}",
        f"{cost.limit_ratio:.0f}{beyond}" if cost.limit_ratio else "",
        aim,
        f"{cost.bytes:,}",
        f"{cost.bytes_gzip:,}",
        gzipped,
    )
    return f"| {' | '.join(map(str, cells))} |"


def noise(costs: Sequence[Cost]) -> str:
    """How far the floor moved while it was measured."""
    floors, spreads = [cost.floor_ms for cost in costs], sorted(cost.spread for cost in costs)
    return (
        f"Noise: the floor took {min(floors):.1f} to {max(floors):.1f} ms from request to request; within one "
        "request's rounds it spread "
        f"by {spreads[len(spreads) // 2]:.0%} (median), at most {spreads[-1]:.0%}."
    )


def document(costs: Sequence[Cost], requests: Sequence[Request], day: date, kept: Sequence[Figure] = ()) -> str:
    """docs/run/performance.md; `kept` are the figures of memory and start."""
    by_name = {request.name: request for request in requests}
    parts = [INTRODUCTION.format(day=day.isoformat())]
    for database, title in TITLES.items():
        own = [cost for cost in costs if cost.database == database]
        if own:
            notes = [f"- {cost.request}: {cost.note}." for cost in own if cost.note]
            rows = [line(cost, by_name.get(cost.request)) for cost in own]
            figures = [figure.line for figure in kept if figure.database == database]
            table = ["", KEPT_HEAD, *figures] if figures else []
            parts.append("\n".join([f"## {title}\n", HEAD, *rows, "", noise(own), "", *notes, *table]).rstrip() + "\n")
    grown = growth.table(costs)
    if grown:
        parts.append("\n".join(["## Growth, PostgreSQL\n", GROWTH, "", *grown]) + "\n")
    parts.append(BEYOND)
    return "\n".join(parts)


def remember(costs: Sequence[Cost], file: Path) -> None:
    """Put `costs` into the file for machines, in the place of what it held of the same requests."""
    rows = json.loads(file.read_text()) if file.exists() else []
    new = [
        {
            "request": cost.request,
            "database": cost.database,
            "cpu_ms": round(cost.cpu_ms, 3),
            "sql": cost.sql,
            "bytes": cost.bytes,
            "bytes_gzip": cost.bytes_gzip,
            "ratio": round(cost.ratio, 3),
            "limit_ratio": round(cost.limit_ratio, 3),
        }
        for cost in costs
    ]
    measured = {(row["request"], row["database"]) for row in new}
    kept = [row for row in rows if (row["request"], row["database"]) not in measured]
    file.parent.mkdir(exist_ok=True)
    file.with_suffix(".new").write_text(json.dumps([*kept, *new], indent=1))
    os.replace(file.with_suffix(".new"), file)
