"""Preparation of an upgrade: what has to hold before anything is changed, and what it will bring."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from packaging.version import Version

from lms.learning.progress.journal.rebuild import rebuild
from lms.version import OLDEST_PROGRAM, VERSION

from . import versions
from .units import Unit

SPARE = 300_000_000
"""Bytes that have to be free on the disk of the data folder, beside twice the size of an embedded database."""
CURRENT = "current"
"""Link beside the folder `releases` to the release that is in use."""


def release_in_use() -> Path | None:
    """Return the folder of the release that the link names; None where releases lie otherwise."""
    link = settings.BASE_DIR.parent.parent / CURRENT
    return link.resolve() if settings.BASE_DIR.parent.name == "releases" and link.is_dir() else None


def problems(*, backs_up: bool) -> Iterator[str]:
    """Yield what has to be mended before the upgrade, each in a sentence."""
    stored = versions.read(connection)
    if stored is None:
        yield "The database is empty. Run “manage.py migrate”: there is nothing to upgrade."
    elif reason := versions.refusal(stored, migrates=True):
        yield reason
    elif Version(stored.name) < Version(OLDEST_PROGRAM):
        yield (
            f"The database is of Mafunzo {stored.name}, whose program would not run on the tables of {VERSION}. "
            f"Upgrade to {OLDEST_PROGRAM} first, then to {VERSION}."
        )
    yield from _space()
    if backs_up and not (settings.BACKUP_TO and settings.BACKUP_KEY):
        yield "Backups are not set up: set BACKUP_TO and BACKUP_KEY (docs/run/backup.md), or give --no-backup."
    if settings.UPGRADE_COMMAND and not shutil.which(settings.UPGRADE_COMMAND.split()[0]):
        yield f"UPGRADE_COMMAND names “{settings.UPGRADE_COMMAND}”, which is no program on this machine."
    elif settings.UPGRADE_COMMAND and release_in_use() is None:
        yield (
            f"{settings.BASE_DIR} is no folder of releases beside the link “{CURRENT}”. Run this from the new release, "
            "as docs/run/upgrading.md says."
        )


def _space() -> Iterator[str]:
    database = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    needed = SPARE + (2 * database.stat().st_size if database and database.is_file() else 0)
    if (free := shutil.disk_usage(settings.DATA_DIR).free) < needed:
        yield (
            f"{settings.DATA_DIR} has {free // 1_000_000} MB free, and {needed // 1_000_000} MB are needed. Make room "
            "there first."
        )


def migrations() -> list[str]:
    """Return the names of the migrations that this version brings, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def silent_units() -> list[str]:
    """Return the names of the units that do not answer."""
    return [unit.name for unit in Unit.all() if unit.address and unit.health() is None]


def corrections() -> Iterator[str]:
    """Yield what commands would correct after the upgrade, with counts. The tables have to be those of this version."""
    findings = [one for one in rebuild(write=False) if not one.skipped]
    completed = sum(1 for one in findings if one.columns.get("completed_at", (1,))[0] is None)
    if findings:
        yield (
            f"{len(findings)} attempts and enrolments count otherwise by this version; {completed} would be completed "
            "and get a certificate. “manage.py rebuild_progress --check” names them, and without --check corrects them."
        )
    if courses := changed_courses():
        yield (
            f"The files of {len(courses)} courses of the core curriculum changed ({', '.join(courses[:5])}"
            f"{' …' if len(courses) > 5 else ''}). “manage.py load_curriculum --by SERVICE_NUMBER” releases that as "
            "corrections."
        )


def changed_courses() -> list[str]:
    """Return the folders of courses whose files differ from those of the release in use."""
    before = release_in_use()
    if before is None:
        return []
    ours, theirs = (_digests(root / "home" / "curriculum") for root in (settings.BASE_DIR, before))
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of the files of each folder of a course."""
    return {
        course.name: hashlib.sha256(
            b"".join(file.read_bytes() for file in sorted(course.rglob("*")) if file.is_file())
        ).hexdigest()
        for course in folder.iterdir()
        if (course / "en.toml").is_file()
    }
