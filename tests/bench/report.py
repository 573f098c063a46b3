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

Written by `make bench` on {day}; do not edit. The machines are shared and noisy, so an absolute time means little: read
the ratios.

The real server runs (gunicorn, one worker with threads, production settings) on a database with 20,000 people in 60
institutions. A course has five lessons of a real length and a quiz that draws 20 of 60 questions; the cohort has 1,000
learners with three courses each, the report covers 10,000 learners, the overview half of all enrolments. CPU is user
and system time of the server's processes and of PostgreSQL's backends that work for it, the median of 5 rounds of 80
requests (overview and CSV: of 8), after a warm-up. The floor is a bare signed-in Django view (database session, user,
tiny template), the limit what can be had in practice: one pooled, indexed statement for session and person and a
formatted string, without Django's routing, templates and queries. Both are of the same process, measured before and
after each round; a ratio is the median of the rounds' ratios, and the aim is one to the limit.
SQL is the most that any of these requests took; transaction control and the filling of the process's caches are not
counted. Bytes are those of the body. Limits of statements and bytes make `make bench` fail, ratios are aims. `submit`
passes the quiz and thereby completes the course and issues the certificate. `learner-journey` is one of 200 learners
who, all at once, sign in, read a lesson, finish it, start the quiz, answer 20 questions, submit and read the result:
each answer saved by itself, or, in `learner-journey-fives`, five at a time; its figures are sums for one learner. Their
aims were set in seconds, 0.2 and 0.12, on a machine whose limit took 0.37 ms: so they are 540 and 324 limits. It fails
if one answer is lost. `statistics-10000` is no request: the background job that computes the statistics of 10,000
attempts at a quiz of 40 questions, in a process of its own; its figures are those of the whole job, and it fails if the
job's memory grows by more than 100 MB. Nor are `assign-5000`, which gives a course to a cohort of 5,000, `late-
joiners`, by which 500 people join a cohort that was given four, and `reminders`, by which 20,000 people are told that a
course is due in a week, and get their mails: they fail where somebody is left out or told twice.

`seat`, `entry`, `pulse` and `console` are of ten simulations of seven seats each, half played: an entry is aimed at 4
times the floor, an unchanged pulse at 1.6 times, and its head takes at most 350 bytes. `polling` is `learner-journey`
for 200 others while 400 seats ask every ten seconds whether something is new; it fails where anybody is refused or an
answer is lost.

Memory and start are those of `manage.py serve` with three web workers of four threads, which starts background workers
and scheduler too: proportional set size (what processes share is divided among them) after 200 whole journeys, ten at
the same time, and after 40 other learners completed the course and their certificates were made. The first answer is
that to the sign-in page, the quickest of three starts on a machine that has read the files before.

SQLite syncs its log before it acknowledges (`synchronous=FULL`), which is waiting and no CPU, so the table does not
show it. `python -m tests.bench.syncing FOLDER` measures it on the disk of that folder: on the machine of these figures
a commit took 0.4 to 4 ms at the median and up to 14 ms in 95 of 100, against 0.02 ms without. One writer at a time can
thus acknowledge some 200 answers a second there, fewer on a slower disk. PostgreSQL syncs too, and shares one sync
among those who commit at the same moment.
"""

JOURNEYS = {"learner-journey": 540, "learner-journey-fives": 324}
"""The ratios to the limit that are aimed at: 0.2 and 0.12 seconds on the machine for which they were set, where the
limit took 0.37 ms.
"""
GROWTH = """The same pages with fewer enrolments of the same 20,000 people; the last column is of the table above."""

BEYOND = """## Why some are beyond their aims

On SQLite the limit is some tenths of a millisecond, nearly all of it the web server's, so that a page that costs fewer
milliseconds than on PostgreSQL has the higher ratio. The aims of the table are those of PostgreSQL, on SQLite 1.3 times
as much is aimed at.

- sign-in: Argon2 at OWASP's minimum takes 21 to 24 ms beside other work, most of it; its 19 MiB are kept while one
  sign-in follows another (asked for anew each time they cost 11 ms more). What is besides are Django's form, session
  and middleware and five statements: the failures that count, the person with their duties, the last sign-in (which
  makes older links by mail void), the entry in the log and the session. Where Argon2 is left out, in one process beside
  other work that kept both processors busy, a sign-in takes on SQLite 2.5 ms of processor at the least and 4.7 at the
  median of 400, where 4 are aimed at and the floor takes 1.0 and 1.9; on PostgreSQL 4.0 and 5.7, and 1.1 and 1.7 of the
  database, where the floor takes 1.9 and 2.6, and 0.3 and 0.5. On SQLite the new session, the entry in the log with its
  line, and the form with the comparison that it asks for are a seventh of it each; the failures, the last sign-in and
  the line of the request a twentieth each; random keys of session and form 6 of 100. Drawing the session's key at once
  in place of character by character would save 0.03 ms, and is not done. The rest is what every request has.
- completion-list on SQLite: of ten thousand lines it shows fifty. How many there are is read from the kept sums (0.3 ms
  where counting took 4.5), and the fifty are found by going through people in the order of their names (1.1 ms where
  sorting all took 11.9). It keeps 1.3 times its aim now, where it took 75 limits before.
- my-learning, search, cohort-10000 and overview on SQLite took 18, 23, 58 and 136 limits, where 1.3 times the aims are
  15.6, 20.8, 52 and 130, and take 16, 21, 48 and 123 in the whole measurement now; by itself my-learning takes 12 to
  13, and search 17 to 18. As milliseconds they were fewer than on PostgreSQL, where they keep their aims. What was
  found in them is gone. Bar and account menu were drawn anew for each reader; now once for each language and set of
  places.
  My learning read the assignment and the cohort of each course for a name, and looked up each certificate's address.
  The page of a cohort joined the few whom it ranks by going through everybody (2.2 ms of 15.5, and more with each
  person of the site), drew its units and people in the template and put them in order for each line. The overview made
  the groups of each figure anew for every row, and told persons apart three times (both 5 ms of 41). In one process
  beside other work, old and new in turn, my learning takes 15 to 27 % less than before, search 13 to 16, cohort-10000
  16 and the overview 13; on PostgreSQL my learning 8 to 14, cohort-10000 1 to 7 and the overview 6 to 9. What is left
  of my learning, each part timed at its least, is drawing (1.5 of 4.4 ms), the learner's courses (0.6), what other
  rooms add (0.5), finding out who asks (0.5), and the middleware that the floor has, where the limit takes no more than
  0.27 ms.
- submit and result on SQLite take 32 and 33 limits where 22 and 22 were measured, in fewer milliseconds (6.7 of 7.3,
  6.4 of 7.5): the limit takes 0.2 ms on a quiet machine where it took 0.3.
- pulse and entry keep their aims, since their statements are written once (an entry took 5.5 times the floor on SQLite
  and 6.9 on PostgreSQL) and an entry looks only at the seats that it concerns; before that it took 3.4 to 4.0 times the
  floor on PostgreSQL, from one measurement to the next, and more with each message that was sent.
  Of the seven statements of an entry one finds session and person, one the seat with run, attempt and enrolment, which
  it locks; the others write the line of the log, the run as one document, who sees something new, the fact in the
  journal and the attempt.
- learner-journey on PostgreSQL takes more than the seconds for which its aim was set where the limit takes more than
  0.37 ms; its ratio says what it takes by itself. 27 of its 31 requests are rows of the table, and twenty of them save
  an answer: asked one after another, in one process beside other work, one takes 4.7 to 5.5 ms of the web process (0.4
  of it the system's) and 1.6 of PostgreSQL, with five statements. All of these are prepared, and PostgreSQL plans none
  of them again after the fifth time. What goes to and fro takes the least: nothing asked takes 0.07 ms for both sides,
  a row by its key 0.10, BEGIN and COMMIT around it 0.13 together; sent together in a pipeline of the driver the three
  take 0.38 in place of 0.23. Each request asks once more whether its connection is there, which is such a 0.07. The
  driver is a sixth of the web process's share of a saved answer. What is left is Django and folding, as on SQLite, and
  two hundred learners at once beside eight threads and eight processes of the database on two processors.
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
