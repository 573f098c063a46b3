"""The database and the cache."""

from typing import Any

from .environment import DATA_DIR, end_with, env


def _postgresql(address: str, options: str) -> dict[str, Any]:
    """Return the entry of DATABASES for a PostgreSQL at `address`."""
    config: dict[str, Any] = env.db_url_config(address)
    config["OPTIONS"] = {
        **config.get("OPTIONS", {}),  # such as sslmode
        # Who gets no connection within seconds is told to try again. By default the pauses between tries to reconnect
        # double for 5 minutes.
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 3, "reconnect_timeout": 3},
        # A server that is cut off and sends no refusal is given up as well, in seconds, and by connections that wait
        # for an answer in ten.
        "connect_timeout": 3,
        "tcp_user_timeout": 10_000,
        # From which time on a connection prepares a statement that is written once
        # (`lms.foundation.database.statements`).
        "prepare_threshold": 2 if env.bool("DATABASE_PREPARES", default=True) else None,
        "options": options,
    }
    return {**config, "CONN_HEALTH_CHECKS": True}


# Databases: PostgreSQL where DATABASE_URL says so, else SQLite in the data folder.
_url, _replica = env("DATABASE_URL", default=""), env("REPORTS_DATABASE_URL", default="")
# Statements of pages are short: compiling them or sharing them out costs more than it saves, and reports must not take
# every core. Whoever opens a cursor reads all of its rows, and not a tenth as PostgreSQL takes it.
_options = env(
    "DATABASE_OPTIONS",
    default="-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c cursor_tuple_fraction=1",
)
if _url:
    DATABASES = {"default": _postgresql(_url, _options)}
    if _replica:  # see lms.desks.reporting.replica
        _reads = f"{_options} -c default_transaction_read_only=on" if _options else ""
        DATABASES["reports"] = _postgresql(_replica, _reads)
        DATABASE_ROUTERS = ["lms.desks.reporting.replica.Router"]
elif _replica:
    end_with("REPORTS_DATABASE_URL is not right: write DATABASE_URL as well, or take it out.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "mafunzo.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was acknowledged is on the disk, also after a power cut. What that costs stands in
                # docs/run/performance.md.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA "
                    "mmap_size=134217728;"
                ),
            },
        }
    }

CHECKS_DATABASE_AT_START = True  # whether it is of a version with which this program works

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    from redis.backoff import NoBackoff  # here alone: without Redis no process loads what speaks to it
    from redis.retry import Retry

    CACHES = {
        "default": {
            "BACKEND": "lms.foundation.database.redis_cache.SteadyRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "mafunzo-json",  # what earlier versions kept is no JSON
            # One more try at once: after a restart of Redis the first thing that is asked meets a connection that is
            # gone.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
        }
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        # What all processes of this machine have to know, such as which plugins are put aside.
        "shared": {"BACKEND": "lms.file_caching.JsonFileCache", "LOCATION": DATA_DIR / "cache"},
    }
