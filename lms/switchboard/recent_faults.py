"""Faults of plugins within the last hour, whose values could not be used.

Every process writes it down, `/health/` reads it.
"""

import logging

from .circuit_breaker import shared

log = logging.getLogger(__name__)
_KEY = "plugin-left-out-{}"
_HOUR = 3600


def record_fault(plugin: str, socket: str) -> None:
    """Remember for an hour that something of `plugin` in `socket` was left out."""
    key, cache = _KEY.format(plugin), shared()
    try:
        cache.set(key, sorted({socket, *cache.get(key, ())}), _HOUR)
    except Exception:  # a cache that cannot be written: the log has it
        log.exception("that something of a plugin was left out cannot be kept")


def sockets_by_plugin(plugins: list[str]) -> dict[str, list[str]]:
    """Return by plugin the sockets in which a value of it was left out, for those of `plugins` that have any."""
    keys = {_KEY.format(plugin): plugin for plugin in plugins}
    return {keys[key]: sockets for key, sockets in shared().get_many(keys).items()}
