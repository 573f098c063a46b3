"""Migrated databases are kept as templates under `.cache/`, named by a hash of the migrations, since migrating costs ten seconds."""

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

CACHE = Path(__file__).resolve().parents[1] / ".cache"


def fingerprint() -> str:
    """A hash of every migration file of every installed app."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time():
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def create(verbosity: int) -> list:
    """The test database, from the template where there is one."""
    if connection.vendor != "sqlite":
        return setup_databases(verbosity=verbosity, interactive=False, keepdb=False)
    name = Path(connection.settings_dict["TEST"]["NAME"])
    template = CACHE / f"template-{fingerprint()}.sqlite3"
    name.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        if not template.exists():
            config = setup_databases(verbosity=verbosity, interactive=False, keepdb=True)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copy(name, template)
            return config
    shutil.copy(template, name)
    return setup_databases(verbosity=verbosity, interactive=False, keepdb=True)


def destroy(config: list, verbosity: int) -> None:
    teardown_databases(config, verbosity=verbosity)
