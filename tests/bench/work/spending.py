"""Costs of this process, and of the database process that works for it."""

import resource
from pathlib import Path

from django.db import connection

from tests.bench.server import spent


def backend() -> list[int]:
    """The process of PostgreSQL that works for this connection, where it is on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return [pid] if Path(f"/proc/{pid}/task").exists() else []


def cpu_ms(others: list[int]) -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000 + spent(others) / 1e6


def memory_mb(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024
