"""Background work, each job in a process of its own as a worker would do it: `statistics-10000`, `assign-5000`,
`late-joiners`, `certificate` and `reminders`, which comes after the requests, since it moves due dates.
"""

import json
import subprocess
import sys
from typing import Any

from .journey import floor_ms
from .measure import Cost, Stage, Unexpected
from .stores import ROOT

STATISTICS, ASSIGN, LATE, REMINDERS = "statistics-10000", "assign-5000", "late-joiners", "reminders"
CERTIFICATE = "certificate"
CERTIFICATES, MOST_MS = 20, 133
"""Milliseconds of processor that one may take, so that two workers on two cores make fifteen in a second."""
ATTEMPTS, QUESTIONS, MOST_MB = 10_000, 40, 100
"""The job that computes statistics may grow by so many megabytes."""
PEOPLE, JOINING, COURSES = 5000, 500, 4
MOST = {ASSIGN: 30 * 25 + 40, LATE: 60 + COURSES * 30}
"""Statements: a batch of two hundred people has its own, however many they are."""
MOST_SECONDS = 60
"""Seconds of processor, for all reminders."""


def in_process(stage: Stage, module: str, function: str, *arguments: object, **environment: str) -> Any:
    """Return the result of a function of `tests.bench.work` in a process with the server's environment."""
    command = [sys.executable, "-m", "tests.bench.work", module, function, *map(json.dumps, arguments)]
    given = {**stage.server.environment, "LOG_LEVEL": "WARNING", **environment}
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True)
    stage.shared.connection.close()  # the server does by then, where this took longer than it waits
    if done.returncode:
        raise Unexpected(f"{' '.join(command[2:])} failed: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


def weigh_job(stage: Stage, name: str) -> Cost:
    """The cost of one. Raises `Unexpected` where it fails, leaves somebody out, or takes more than it may."""
    jobs = {STATISTICS: _statistics, REMINDERS: _reminders, CERTIFICATE: _certificate}
    return jobs.get(name, _assignments)(stage, name)


def _certificate(stage: Stage, name: str) -> Cost:
    before, found = floor_ms(stage), in_process(stage, "certificates", "make", CERTIFICATES)
    if not found["made"] == found["signed"] == CERTIFICATES:
        raise Unexpected(f"It made {found['made']} PDFs and signed {found['signed']} of {CERTIFICATES}.")
    if found["cpu_ms"] > MOST_MS:
        raise Unexpected(f"One took {found['cpu_ms']:.0f} ms of processor, at most {MOST_MS} are allowed.")
    return _cost(stage, name, found, before, f"made and signed, {found['peak_mb']:.0f} MB at its peak")


def _statistics(stage: Stage, name: str) -> Cost:
    row = in_process(stage, "statistics", "fill", ATTEMPTS)
    before, found = floor_ms(stage), in_process(stage, "statistics", "calculate", row)
    if (found["attempts"], found["questions"]) != (ATTEMPTS, QUESTIONS):
        raise Unexpected(f"It counted {found['attempts']} attempts and {found['questions']} questions.")
    if found["grown_mb"] > MOST_MB:
        raise Unexpected(f"The job's memory grew by {found['grown_mb']:.0f} MB, at most {MOST_MB} are allowed.")
    note = f"{_seconds(found, 'cpu_ms')}, {found['peak_mb']:.0f} MB at its peak, {found['grown_mb']:.0f} MB more than "
    return _cost(stage, name, found, before, note + "before; bytes are those of the figures")


def _assignments(stage: Stage, name: str) -> Cost:
    number, wanted = (PEOPLE, PEOPLE) if name == ASSIGN else (JOINING, JOINING * COURSES)
    cohort = in_process(stage, "assignments", "fill", name, number)
    before, found = floor_ms(stage), in_process(stage, "assignments", "weighed", name, cohort, number)
    if found["enrolments"] != wanted:
        raise Unexpected(f"It made {found['enrolments']} enrolments in place of {wanted}.")
    if found["sql"] > MOST[name]:
        raise Unexpected(f"It took {found['sql']} statements, at most {MOST[name]} are allowed.")
    return _cost(stage, name, found, before, f"{wanted:,} enrolments with their notices: {_seconds(found, 'cpu_ms')}")


def _reminders(stage: Stage, name: str) -> Cost:
    mails = {"EMAIL_URL": "memorymail://", "QUIET_HOURS": "00:00-00:00"}
    before, found = floor_ms(stage), in_process(stage, "reminders", "remind", **mails)
    if found["told"] != found["people"] or found["mails"] != found["people"] or found["again"]:
        raise Unexpected(f"Of {found['people']} people {found['told']} were told, and {found['again']} again.")
    if found["cpu_ms"] > MOST_SECONDS * 1000:
        raise Unexpected(f"It took {_seconds(found, 'cpu_ms')}, at most {MOST_SECONDS} s are allowed.")
    steps = {"gather_ms": "to find out and write down", "send_ms": "for the mails", "again_ms": "to find out again"}
    note = "; ".join(f"{_seconds(found, step)} {words}" for step, words in steps.items())
    return _cost(stage, name, found, before, f"{found['people']:,} people: {note}")


def _seconds(found: dict[str, Any], name: str) -> str:
    return f"{found[name] / 1000:.1f} s of processor"


def _cost(stage: Stage, name: str, found: dict[str, Any], before: float, note: str) -> Cost:
    after = floor_ms(stage)
    return Cost(
        request=name,
        database=stage.server.store.name,
        cpu_ms=found["cpu_ms"],
        sql=found["sql"],
        bytes=found.get("bytes", 0),
        bytes_gzip=0,
        ratio=found["cpu_ms"] * 2 / (before + after),
        floor_ms=(before + after) / 2,
        spread=abs(before - after) / max(before, after),
        note=note,
    )
