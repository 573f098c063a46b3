"""Replica of the database from which reports read, where REPORTS_DATABASE_URL names one, and the way back from it.

Facts about learners are read from it, the tables that are large. People, rights and the catalogue are read from the
database itself, so that nobody sees by an old right, and no cache keeps an old row.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.http import HttpResponseBase, StreamingHttpResponse

from lms.foundation.plugins.health import UP, WARNING, Finding

REPLICA = "reports"
FACTS = {"progress", "reporting", "quiz", "simulation"}
"""Apps whose rows are read from the replica."""
MOST_BEHIND = 120
"""Seconds that the replica may be behind. Workers write every half minute: one that follows is hardly more than that
behind.
"""
SECONDS, SECONDS_AFTER_FAULT = 5.0, 30.0
"""Pause until the replica is looked at again; longer after a fault, since each look may wait for an answer."""
_reads: ContextVar[bool] = ContextVar("reads_from_replica", default=False)
_log = logging.getLogger("mafunzo.reports")
View = Callable[..., HttpResponseBase]


class Router:
    """Router of Django: facts are read from the replica while a report is made; all else, and what is written, is of
    the database.
    """

    def db_for_read(self, model: Any, **hints: object) -> str:
        return REPLICA if _reads.get() and model._meta.app_label in FACTS else DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: object) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == DEFAULT_DB_ALIAS


class Replica:
    """State of the replica, which one thread at a time looks at, every few seconds."""

    def __init__(self) -> None:
        self._fault, self._look_at, self._looking = "", 0.0, Lock()

    def fault(self) -> str:
        """Return why nothing is read from it; an empty text where it can be read."""
        if monotonic() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self.note(_look())
            finally:
                self._looking.release()
        return self._fault

    def note(self, fault: str) -> None:
        """Keep what was found. The log says it where it changes."""
        if fault != self._fault:
            _log.warning("reports_replica", extra={"fault": fault or "none any more"})
        self._fault = fault
        self._look_at = monotonic() + (SECONDS_AFTER_FAULT if fault else SECONDS)


replica = Replica()


def _look() -> str:
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery(), extract(epoch FROM now() - pg_last_xact_replay_timestamp())")
            follows, behind = cursor.fetchone()
    except (OperationalError, InterfaceError):
        connections[REPLICA].close()
        return "it cannot be reached"
    if not follows:
        return "it follows no other database"
    if behind is None or behind > MOST_BEHIND:
        return f"it is more than {MOST_BEHIND} s behind"
    return ""


def from_replica(view: View) -> View:
    """Let `view`, which only reads, read facts from the replica; from the database where there is none, where it is
    away or behind, and once more where it fails meanwhile.
    """

    @wraps(view)
    def read(*args: Any, **kwargs: Any) -> HttpResponseBase:
        if REPLICA not in settings.DATABASES or replica.fault():
            return view(*args, **kwargs)
        try:
            with _reading():
                response = view(*args, **kwargs)
        except (OperationalError, InterfaceError, ObjectDoesNotExist) as error:
            connections[REPLICA].close()
            replica.note(f"it failed ({type(error).__name__})")
            return view(*args, **kwargs)
        if type(response) is StreamingHttpResponse:
            response.streaming_content = _streamed(response.streaming_content)
        return response

    return read


@contextmanager
def _reading() -> Iterator[None]:
    _reads.set(True)
    try:
        yield
    finally:
        _reads.set(False)


def _streamed(content: Any) -> Iterator[bytes]:
    """Yield `content`, whose rows are read when it is sent."""
    with _reading():
        yield from content


def check(now: datetime) -> Finding:
    """Report a warning where reports read from the database instead."""
    fault = replica.fault()
    return Finding(WARNING, {"problem": fault}) if fault else Finding(UP)
