"""Checks that variables of the environment are not misspelt, and that the connections to the database and to Redis are
encrypted, need a password, and verify the server.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Warning as Worth
from django.db import DEFAULT_DB_ALIAS

LOCAL = ("", "localhost", "127.0.0.1", "::1")
KNOWN = ("verify-ca", "verify-full")
"""What libpq calls it where the server has to show a certificate that is trusted."""


def variables_are_known(**_kwargs: object) -> list[Worth]:
    """Warn of each variable whose name is nearly that of a setting."""
    return [Worth(sentence, id="mafunzo.W024") for sentence in misspelt_variables()]


def misspelt_variables() -> list[str]:
    """Return a sentence for each variable whose name is nearly that of a setting, of the site or of a plugin."""
    of_plugins = {
        f"MAFUNZO_{slug.upper()}_{name}" for slug, values in settings.PLUGIN_SETTINGS.items() for name in values
    }
    return settings.ENVIRONMENT.misspelt(os.environ, of_plugins)


def connections_are_encrypted(**_kwargs: object) -> list[Worth]:
    """Warn of each server on another machine to which nothing, or anybody, encrypts, and of a Redis that lets in
    everybody who reaches it.
    """
    found = []
    for alias, database in settings.DATABASES.items():
        if not _is_safe_database(database):
            variable = "DATABASE_URL" if alias == DEFAULT_DB_ALIAS else "REPORTS_DATABASE_URL"
            hint = f"Add ?sslmode=verify-full&sslrootcert=… to {variable}, or use a socket."
            found.append(Worth("The way to PostgreSQL is not encrypted for certain.", hint=hint, id="mafunzo.W021"))
    redis = urlsplit(settings.REDIS_URL)
    if redis.scheme == "redis" and not _is_here(redis.hostname or ""):
        found.append(Worth("The way to Redis is not encrypted.", hint="Use rediss:// or a socket.", id="mafunzo.W022"))
    if redis.scheme in ("redis", "rediss") and not redis.password:
        hint = "Set requirepass in redis.conf and write redis://:password@… in REDIS_URL, or use a socket."
        found.append(Worth("Redis asks for no password.", hint=hint, id="mafunzo.W023"))
    return found


def _is_safe_database(database: dict[str, Any]) -> bool:
    options = database.get("OPTIONS", {})
    return "postgresql" not in database["ENGINE"] or _is_here(database["HOST"]) or options.get("sslmode") in KNOWN


def _is_here(host: str) -> bool:
    return host in LOCAL or host.startswith("/")
