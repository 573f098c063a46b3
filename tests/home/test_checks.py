"""Deploying warns where the way to a database or to Redis on another machine is open to whoever listens."""

import pytest

from home.operation.checks import connections_are_encrypted

POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.org", "OPTIONS": {}}


def told(settings, *, redis: str = "", **database) -> list[str]:
    settings.DATABASES = {"default": POSTGRESQL | database}
    settings.REDIS_URL = redis
    return [warning.id for warning in connections_are_encrypted()]


@pytest.mark.parametrize("mode", [None, "disable", "prefer", "require"])
def test_a_database_elsewhere_has_to_show_who_it_is(settings, mode):
    assert told(settings, OPTIONS={"sslmode": mode} if mode else {}) == ["mafunzo.W021"]


def test_so_has_its_replica(settings):
    settings.DATABASES = {"default": POSTGRESQL | {"HOST": ""}, "reports": POSTGRESQL}
    settings.REDIS_URL = ""
    (warning,) = connections_are_encrypted()
    assert "REPORTS_DATABASE_URL" in warning.hint


@pytest.mark.parametrize(
    "database",
    [
        {"OPTIONS": {"sslmode": "verify-full"}},
        {"OPTIONS": {"sslmode": "verify-ca"}},
        {"HOST": ""},
        {"HOST": "/run/postgresql"},
        {"HOST": "127.0.0.1"},
        {"ENGINE": "django.db.backends.sqlite3"},
    ],
)
def test_one_that_does_or_is_here_is_fine(settings, database):
    assert told(settings, **database) == []


@pytest.mark.parametrize(
    ("redis", "ids"),
    [
        ("redis://:password@cache.example.org:6379/0", ["mafunzo.W022"]),
        ("rediss://:password@cache.example.org:6379/0", []),
        ("redis://:password@localhost:6379/0", []),
        ("redis://localhost:6379/0", ["mafunzo.W023"]),
        ("rediss://cache.example.org:6379/0", ["mafunzo.W023"]),
        ("unix:///run/redis.sock", []),
    ],
)
def test_so_it_is_with_redis(settings, redis, ids):
    assert told(settings, redis=redis, HOST="") == ids
