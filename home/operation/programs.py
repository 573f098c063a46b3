"""Programs of `manage.py serve`, which are the commands of gunicorn and Celery as functions, and the loading of what
they run, once before they are forked.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from celery import Celery
from celery.__main__ import main as celery
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from gunicorn.app.wsgiapp import run as gunicorn

from .forks import close_before_fork
from .process_sizes import Size

LIBRARIES = (
    "celery.apps.beat",
    "celery.bin.celery",
    "gunicorn.app.wsgiapp",
    "kombu.transport.redis" if settings.REDIS_URL else "lms.foundation.work.folder_transport",
    *(["psycopg_pool"] if connection.vendor == "postgresql" else []),
)
"""Modules that the commands would load by themselves, each in its own process: 25 MB of 455 in all."""


def preload(app: Celery, scheduler: Celery) -> None:
    """Load the site, all tasks of `app` and what runs them, to be shared by the forks. Afterwards no connection is
    open.
    """
    import_string(settings.WSGI_APPLICATION)
    app.loader.import_default_modules()
    for name in LIBRARIES:
        import_module(name)
    for one in (app, scheduler):
        one.finalize()
    close_before_fork()


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
        *("--log-level", "warning"),
    )


def _celery(app: str, *arguments: str) -> None:
    sys.argv = ["celery", "-A", app, "--quiet", *arguments, "--loglevel", "WARNING"]
    celery()
