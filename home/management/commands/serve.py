"""`manage.py serve`: web server, workers and scheduler in one go."""

import errno
import os
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.operation.supervision import become, python

ALLOCATOR = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""For the C library's allocator, unless the environment says otherwise: one store of free memory for all threads of a
process, given back as it grows. Measured after 200 sign-ins, a web process keeps 110 MB in place of 130. The same lines
stand in docs/operations.md.
"""


class Command(BaseCommand):
    help = (
        "Serves the site with everything it needs on this machine: web server, workers, scheduler. Ctrl-C stops "
        "them all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes of the web server")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _find_free(host, port)
        Path(settings.DATA_DIR, "queue").mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"Serving http://{host}:{port}/ – stop with Ctrl-C.")
        self.stdout.flush()
        os.environ.update({name: value for name, value in ALLOCATOR.items() if name not in os.environ})
        become(
            {
                "web server": _web(host, port, options["workers"], options["threads"]),
                "worker": worker("celery"),
                "worker of deadlines": worker(settings.SWEEPS),
                "scheduler": _celery(
                    "lms.scheduling", "beat", "--pidfile=", "--schedule", str(Path(settings.DATA_DIR, "queue", "beat"))
                ),
            }
        )


def _find_free(host: str, port: int) -> None:
    """Raises `CommandError` with what to do where the port cannot be had."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is in use. Stop what uses it, or choose another: make demo PORT={port + 1}"
                ) from error
            raise CommandError(f"Nothing can be served at {host}:{port}: {error.strerror}.") from error


def _web(host: str, port: int, workers: int, threads: int) -> list[str]:
    options = [
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--worker-class",
        "gthread",
        "--no-control-socket",
        "--preload",  # what starting made is shared by the processes: 60 MB of each
        "--log-level",
        "warning",
    ]
    return python("-m", "gunicorn", "lms.wsgi:application", "--bind", f"{host}:{port}", *options)


def worker(queue: str) -> list[str]:
    """One task at a time, in a process that can be killed at its time limit."""
    name = f"{queue}@%h"
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _celery("lms", "worker", "--queues", queue, "--hostname", name, "--concurrency", "1", *alone)


def _celery(app: str, *arguments: str) -> list[str]:
    return python("-m", "celery", "-A", app, "--quiet", *arguments, "--loglevel", "WARNING")
