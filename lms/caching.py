"""The shared cache in production: Redis, and while Redis is away a cache in each process,
so that no page breaks for want of it.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which Redis is not asked again, so that not every request waits for it to time out."""
MOST = 10_000
"""Keys that the cache in the process holds."""


class SteadyRedisCache(RedisCache):
    """What is kept here may be lost at any time.

    Counts begin anew in each process when Redis goes, and again when it is back.
    """

    _away_until: dict[str, float] = {}

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._name = str(server)
        self._meanwhile = LocMemCache(f"meanwhile {server}", {**params, "OPTIONS": {"MAX_ENTRIES": MOST}})

    def _ask(self, operation: str, *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= self._away_until.get(self._name, 0.0):
            try:
                return getattr(super(), operation)(*arguments, **named)
            except RedisError as error:
                self._away_until[self._name] = time.monotonic() + PAUSE
                log.warning("Redis is away, this process keeps its own cache meanwhile (%s)", type(error).__name__)
        return getattr(self._meanwhile, operation)(*arguments, **named)

    def add(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("add", *arguments, **named)

    def get(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("get", *arguments, **named)

    def set(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("set", *arguments, **named)

    def touch(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("touch", *arguments, **named)

    def delete(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("delete", *arguments, **named)

    def get_many(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("get_many", *arguments, **named)

    def has_key(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("has_key", *arguments, **named)

    def incr(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("incr", *arguments, **named)

    def set_many(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("set_many", *arguments, **named)

    def delete_many(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("delete_many", *arguments, **named)

    def clear(self, *arguments: Any, **named: Any) -> Any:
        return self._ask("clear", *arguments, **named)
