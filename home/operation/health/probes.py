"""Checks of database, cache, broker, workers, storage, static files, clock, mail server and proxies.

Each check is cheap and tells no secret.
"""

import filecmp
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.mail import get_connection
from django.db import connection

from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding, register
from lms.people.audit import client_address as addresses
from lms.switchboard.circuit_breaker import shared

from .. import heartbeat
from . import hosts
from .keeping import for_a_minute
from .schema import schema

PROBE = "health-probe"
_SECONDS = 60
CLOCK = timedelta(seconds=30)
"""By how much the clock of this machine may differ from that of the database."""
_MAIL, _MAIL_SECONDS = "health-mail", 1800


def database(now: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(UP, {"kind": connection.vendor})


def shared_cache(now: datetime) -> Finding:
    """Report the cache: down where what was written does not come back.

    Redis is asked itself: Django's cache stands in for it while it is away.
    """
    token = uuid4().hex
    if not settings.REDIS_URL:
        cache.set(PROBE, token, _SECONDS)
        return Finding(UP if cache.get(PROBE) == token else DOWN)
    from redis import Redis  # without Redis no process loads what speaks to it
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    with Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    ) as server:
        server.set(PROBE, token, ex=_SECONDS)
        return Finding(UP if server.get(PROBE) == token.encode() else DOWN)


def proxies(now: datetime) -> Finding:
    """Return a warning where a request of the last hour did not fit PROXY_COUNT: then failed sign-ins are not counted
    by the right address.
    """
    problem = addresses.proxy_problem()
    return Finding(WARNING, {"PROXY_COUNT": settings.PROXY_COUNT, "problem": problem}) if problem else Finding(UP)


def broker(now: datetime) -> Finding:
    """Check that a task can be queued, without queueing one."""
    if not settings.REDIS_URL:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return Finding(UP, {"waiting": sum(1 for _message in folder.iterdir())})
    with current_app.connection_for_write(connect_timeout=2) as link:
        link.ensure_connection(max_retries=1, timeout=2)
        queues = current_app.conf.task_default_queue, settings.SWEEPS
        return Finding(UP, {"waiting": sum(map(link.default_channel.client.llen, queues))})


def worker(now: datetime) -> Finding:
    """Report the worker: down where the worker has not shown itself for minutes. Nothing is lost meanwhile: rows
    wait.
    """
    return _sign_of_life(current_app.conf.task_default_queue, now)


def sweeper(now: datetime) -> Finding:
    """Report the sweeper: down where the worker of deadlines and sweeps has not shown itself for minutes: attempts stay
    open past their deadline.
    """
    return _sign_of_life(settings.SWEEPS, now)


def _sign_of_life(queue: str, now: datetime) -> Finding:
    seen = heartbeat.last(queue)
    if seen is None:
        return Finding(DOWN, {"seconds_silent": None})
    silent = now - seen
    return Finding(
        DOWN if abs(silent) > heartbeat.SILENT_AFTER else UP, {"seconds_silent": max(0, round(silent.total_seconds()))}
    )


def storage(now: datetime) -> Finding:
    """Check that a file can be stored. A bucket is asked at most once a minute, since asking it costs."""
    if not isinstance(default_storage, FileSystemStorage) and cache.get(f"{PROBE}-storage"):
        return Finding(UP)
    name = default_storage.save(f"{PROBE}/{uuid4().hex}", ContentFile(b"."))
    default_storage.delete(name)
    cache.set(f"{PROBE}-storage", True, _SECONDS)
    return Finding(UP)


def clock(now: datetime) -> Finding:
    """Return a warning where the clock of this machine is more than `CLOCK` off that of the database server."""
    if connection.vendor != "postgresql":
        return Finding(UP)
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    here = datetime.now(UTC) - timedelta(seconds=(time.monotonic() - began) / 2)
    return Finding(WARNING if abs(here - there) > CLOCK else UP, {"seconds_off": round((here - there).total_seconds())})


@for_a_minute
def static_files(now: datetime) -> Finding:
    """Report the static files of this machine: down where one of the house's is not collected, or is of another
    version. During an upgrade those of two versions are there: the copies without a hash are of the one that was
    collected last.
    """
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return Finding(UP)
    manifest, _hash = staticfiles_storage.load_manifest()
    own = Path(staticfiles_storage.path(staticfiles_storage.manifest_name))
    lists = sorted(own.parent.glob("staticfiles*.json"), key=lambda one: one.stat().st_mtime_ns)
    is_last = lists[-1:] == [own]
    old = 0
    for folder in (Path(config.path, "static") for config in apps.get_app_configs() if _is_ours(config.name)):
        for file in (file for file in folder.rglob("*") if file.is_file()):
            name = file.relative_to(folder).as_posix()
            copy = Path(staticfiles_storage.path(name if is_last else manifest.get(name, name)))
            old += name not in manifest or not copy.exists() or (is_last and not filecmp.cmp(file, copy, shallow=False))
    return Finding(DOWN if old else UP, {"not_collected": old})


def _is_ours(app: str) -> bool:
    return app.partition(".")[0] in ("lms", "courses", "assessments", "certificates", "home")


def note_mail_server() -> None:
    """Look whether the mail server lets this process in, for `mail_server`. It may take seconds: a task does it, every
    five minutes.
    """
    if not shared().add(f"{_MAIL}-asked", 1, _MAIL_SECONDS / 6):
        return
    try:
        with get_connection(timeout=10):
            error = ""
    except Exception as problem:  # whatever a mail server or its library raises
        error = type(problem).__name__
    shared().set(_MAIL, error, _MAIL_SECONDS)


def mail_server(now: datetime) -> Finding:
    """Return a warning where the mail server did not let a worker in when it last tried."""
    error = shared().get(_MAIL)
    return Finding(WARNING, {"error": error}) if error else Finding(UP, {"tried": error is not None})


def register_all() -> None:
    for name, check in (
        ("database", database),
        ("schema", schema),
        ("clock", clock),
        ("worker", worker),
        ("sweeper", sweeper),
    ):
        register(name, check)
    for name, check in (
        ("cache", shared_cache),
        ("broker", broker),
        ("storage", storage),
        ("static_files", static_files),
        ("disk", hosts.disks),
        ("settings", hosts.same_settings),
        ("files", hosts.same_files),
        ("mail_server", mail_server),
        ("proxies", proxies),
    ):
        register(name, check, asks_database=False)
