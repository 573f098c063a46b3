"""The shared cache in production: Redis, and while Redis is away a cache in each process,
so that no page breaks for want of it. Nothing that comes from Redis is run: values are JSON there.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from lms.json_values import Json, NotJson

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which Redis is not asked again, so that not every request waits for it to time out."""
MOST = 10_000
"""Keys that the cache in the process holds."""


class SteadyRedisCache(RedisCache):
    """Cache in Redis that survives its outages; a value in it may be lost at any time.

    Counts begin anew in each process when Redis goes, and again when it is back. What is no JSON (Wagtail's renditions
    of pictures and names of languages, dataclasses) each process keeps for itself.
    """

    _away_until: dict[str, float] = {}

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**params.get("OPTIONS", {}), "serializer": Json}})
        self._name = str(server)
        in_process = {**params, "OPTIONS": {"MAX_ENTRIES": MOST}}
        self._meanwhile, self._own = (LocMemCache(f"{kind} {server}", in_process) for kind in ("meanwhile", "own"))

    def _ask(self, operation: str, *arguments: object, **named: object) -> Any:
        if time.monotonic() >= self._away_until.get(self._name, 0.0):
            try:
                return getattr(super(), operation)(*arguments, **named)
            except RedisError as error:
                self._away_until[self._name] = time.monotonic() + PAUSE
                log.warning("Redis is away, this process keeps its own cache meanwhile (%s)", type(error).__name__)
        return getattr(self._meanwhile, operation)(*arguments, **named)

    def _keep(self, operation: str, *arguments: object, **named: object) -> object:
        """Ask Redis to keep something, or this process where it is no JSON."""
        try:
            return self._ask(operation, *arguments, **named)
        except NotJson:
            return getattr(self._own, operation)(*arguments, **named)

    def add(self, *arguments: Any, **named: Any) -> Any:
        return self._keep("add", *arguments, **named)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, self._own.get(key, default, version), version)

    def set(self, *arguments: Any, **named: Any) -> Any:
        return self._keep("set", *arguments, **named)

    def touch(self, *arguments: object, **named: object) -> Any:
        return self._ask("touch", *arguments, **named)

    def delete(self, *arguments: Any, **named: Any) -> Any:
        own = self._own.delete(*arguments, **named)
        return self._ask("delete", *arguments, **named) or own

    def get_many(self, *arguments: Any, **named: Any) -> Any:
        return {**self._own.get_many(*arguments, **named), **self._ask("get_many", *arguments, **named)}

    def has_key(self, *arguments: Any, **named: Any) -> Any:
        return self._own.has_key(*arguments, **named) or self._ask("has_key", *arguments, **named)

    def incr(self, *arguments: object, **named: object) -> Any:
        return self._ask("incr", *arguments, **named)

    def set_many(self, *arguments: object, **named: object) -> Any:
        return self._keep("set_many", *arguments, **named)

    def delete_many(self, *arguments: Any, **named: Any) -> Any:
        self._own.delete_many(*arguments, **named)
        return self._ask("delete_many", *arguments, **named)

    def clear(self, *arguments: object, **named: object) -> Any:
        self._own.clear(*arguments, **named)
        return self._ask("clear", *arguments, **named)
