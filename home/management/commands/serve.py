"""`manage.py serve`: web server, workers and scheduler in one go."""

import errno
import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks.security.base import check_secret_key
from django.core.management.base import BaseCommand, CommandError

from home.operation import programs
from home.operation.data_folder import held_data_folder
from home.operation.heartbeat import sign_of
from home.operation.process_sizes import share_free_memory, size_here
from home.operation.supervision import supervise
from home.upgrades.versions import refuse_to_start
from lms.celery import app
from lms.foundation.interface.parsing import whole_number
from lms.foundation.work import scheduler


class Command(BaseCommand):
    help = (
        "Serves the site with everything it needs on this machine: web server, workers, scheduler. Ctrl-C stops "
        "them all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
        parser.add_argument("--port", type=port, default=8000)
        parser.add_argument("--workers", type=_number, help="processes of the web server; as the memory allows")
        parser.add_argument(
            "--memory", type=_number, help="megabytes that it may count on, where others run on this machine too"
        )
        parser.add_argument("--threads", type=_number, help="threads of each process; as the memory allows")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_to_start()
        _see_that_the_key_is_its_own(host)
        _find_free(host, port)
        with held_data_folder():
            sys.exit(self._serve(host, port, options))

    def _serve(self, host: str, port: int, options: Mapping[str, Any]) -> int:
        """Run everything until it is stopped; return the exit status."""
        queue = Path(settings.DATA_DIR, "queue")
        queue.mkdir(exist_ok=True)
        self.stdout.write(f"Serving http://{host}:{port}/ – stop with Ctrl-C.")
        self.stdout.flush()
        size = size_here(options["memory"])
        size = replace(size, workers=options["workers"] or size.workers, threads=options["threads"] or size.threads)
        share_free_memory()
        os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they were made before this began
        programs.preload(app, scheduler.app)
        children = {
            "web server": partial(programs.web, host, port, size),
            "worker": partial(programs.worker, "celery", size),
            "worker of deadlines": partial(programs.worker, settings.SWEEPS, size),
            "scheduler": partial(programs.scheduler, queue / "beat"),
        }
        signs = {"worker": sign_of("celery"), "worker of deadlines": sign_of(settings.SWEEPS)}
        return supervise(children, say=self._say, signs=signs)

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence)
        self.stderr.flush()


def _number(text: str, most: int = 1_000_000) -> int:
    """Return a whole number from 1 to `most`, for an argument. Raises `ArgumentTypeError`."""
    number = whole_number(text)
    if not number or number > most:
        raise ArgumentTypeError(f"“{text}” is no whole number from 1 to {most}.")
    return number


port = partial(_number, most=65_535)
"""The number of a port, for an argument."""


def _see_that_the_key_is_its_own(host: str) -> None:
    """Raise `CommandError` where other machines would reach the site and its key may be known to them."""
    if not _is_loopback(host) and check_secret_key(None):
        raise CommandError(
            f"Other machines would reach the site at {host}, and its key can be guessed. Take SECRET_KEY out of the "
            "environment, so that one is drawn into the data folder, or set one of at least 50 drawn characters."
        )


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _find_free(host: str, port: int) -> None:
    """Raise `CommandError` with what to do where the port cannot be had."""
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
