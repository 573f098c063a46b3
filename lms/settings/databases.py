"""The database and the cache."""

from .environment import DATA_DIR, env

# Databases: PostgreSQL where DATABASE_URL says so, else SQLite in the data folder.
_url = env("DATABASE_URL", default="")
if _url:
    DATABASES = {"default": env.db_url_config(_url)}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),  # such as sslmode
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
        # Statements of pages are short: compiling them or sharing them out costs more than it saves, and reports must
        # not take every core.
        "options": env(
            "DATABASE_OPTIONS", default="-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
        ),
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
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
