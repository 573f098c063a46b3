"""The programs of `manage.py serve`: the commands of gunicorn and Celery, as functions."""

import sys
from collections.abc import Sequence
from pathlib import Path

from celery.__main__ import main as celery
from gunicorn.app.wsgiapp import run as gunicorn

from .process_sizes import Size


def web(host: str, port: int, size: Size) -> None:
    sys.argv = ["gunicorn", *web_arguments(host, port, size)]
    gunicorn()


def worker(queue: str, size: Size) -> None:
    """Run one task at a time, in a process that can be killed at its time limit."""
    limit = ("--max-memory-per-child", str(size.task_mb * 1024))
    _celery("lms", "worker", "--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", "1", *limit)


def scheduler(file: Path) -> None:
    """Run the one that sends what is due; when that was last stands in `file`."""
    _celery("lms.foundation.work.scheduler", "beat", "--pidfile=", "--schedule", str(file))


def web_arguments(host: str, port: int, size: Size) -> Sequence[str]:
    return (
        "lms.wsgi:application",
        *("--bind", f"{host}:{port}"),
        *("--workers", str(size.workers)),
        *("--threads", str(size.threads)),
        *("--worker-class", "gthread"),
        "--no-control-socket",
        "--preload",  # what starting made is shared by the processes: 60 MB of each
        *("--log-level", "warning"),
    )


def _celery(app: str, *arguments: str) -> None:
    sys.argv = ["celery", "-A", app, "--quiet", *arguments, "--loglevel", "WARNING"]
    celery()
