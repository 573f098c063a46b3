"""Health of the installation: database, cache, broker, workers, storage and proxies.

Each check is cheap and tells no secret.
"""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding, register
from lms.people.audit import client_address as addresses

from . import heartbeat

PROBE = "health-probe"
_SECONDS = 60


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


def register_all() -> None:
    for check in (database, worker, sweeper):
        register(check.__name__, check)
    for name, check in (("cache", shared_cache), ("broker", broker), ("storage", storage), ("proxies", proxies)):
        register(name, check, asks_database=False)
