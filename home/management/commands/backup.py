"""`manage.py backup`: write a set, list, read and verify those that are there, and make the key that opens them."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from home.backups import contents, notes, restoring, sets
from home.backups.encryption import Faulty, Refused, make_key
from home.backups.places import Place, place_at

MB = 1_000_000


class Command(BaseCommand):
    help = (
        "Writes the database, the files, the keys and the settings as one encrypted set into BACKUP_TO, and deletes "
        "the sets that BACKUP_KEEP does not keep. “key FILE” makes the key, “list” names the sets, “verify SET” "
        "restores one beside and compares it, “settings SET” prints the settings in it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", default="make", choices=("make", "key", "list", "verify", "settings"))
        parser.add_argument(
            "what", nargs="?", default="", metavar="FILE-OR-SET", help="a set: its name, path, or “latest”"
        )
        parser.add_argument("--key", type=Path, help="the file of the private key, to read a set")
        parser.add_argument("--to", default=settings.BACKUP_TO, help="another place than BACKUP_TO")
        parser.add_argument("--database", default="", help="an empty database of PostgreSQL, for “verify”")

    def handle(self, *args: object, action: str, **options: Any) -> None:
        if action in ("key", "verify", "settings") and not options["what"]:
            raise CommandError(
                f"“backup {action}” needs the {'file to write' if action == 'key' else 'name of a set'}."
            )
        if action in ("verify", "settings") and not options["key"]:
            raise CommandError("Name the file of the private key with --key. The set opens with it alone.")
        with in_sentences():
            getattr(self, f"_{action}")(options)

    def _make(self, options: dict[str, Any]) -> None:
        now, place = timezone.now(), place_at(options["to"])
        with contents.alone():
            name, manifest = sets.write(place, now=now)
        rows, tables = sum(manifest["counts"].values()), len(manifest["counts"])
        self.stdout.write(f"{name}: {rows} rows of {tables} tables, {manifest['files']} files.")
        notes.note_made(name, manifest["bytes"], now)
        self._delete_old(place)

    def _delete_old(self, place: Place) -> None:
        times = sets.times_of(place.names())
        kept = notes.kept(times, settings.BACKUP_KEEP, notes.last_good())
        for name in sorted(times.keys() - kept):
            place.delete(name)
        notes.forget_all_but(kept)
        self.stdout.write(f"Sets kept: {len(kept)}; deleted: {len(times) - len(kept)}.")

    def _key(self, options: dict[str, Any]) -> None:
        public = make_key(Path(options["what"]))
        self.stdout.write(f"BACKUP_KEY={public}")
        self.stderr.write(
            f"Put that line into the settings. Copy {options['what']} to two places apart from this machine, then "
            "delete it here: without it no set can be opened, and who has it reads everything."
        )

    def _list(self, options: dict[str, Any]) -> None:
        for name in sets.times_of(place_at(options["to"]).names()):
            self.stdout.write(name)

    def _settings(self, options: dict[str, Any]) -> None:
        place, name = sets.located(options["what"], lambda: place_at(options["to"]))
        with contents.alone(), contents.aside() as folder:
            extract = sets.read(place, name, options["key"], Path(folder), only_settings=True)
        for variable, value in extract.settings.items():
            self.stdout.write(f"{variable}={value}")

    def _verify(self, options: dict[str, Any]) -> None:
        place, name = sets.located(options["what"], lambda: place_at(options["to"]))
        try:
            with contents.alone():
                key, database = options["key"], options["database"]
                extract = restoring.verify(place, name, key, database=database, say=self.stdout.write)
        except Faulty as error:
            self._note(name, str(error))
            raise
        self._note(name, "")
        self.stdout.write(f"{name}: {sum(extract.counts.values())} rows and {extract.files} files are as they were.")

    def _note(self, name: str, fault: str) -> None:
        made_at = sets.times_of([name]).get(name)
        try:
            if made_at:
                notes.note_verified(name, made_at, fault, timezone.now())
        except DatabaseError:
            self.stderr.write("The result could not be noted for /health/: the database of this site is not there.")


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turn what refuses or fails within into a `CommandError` with a sentence."""
    try:
        yield
    except Refused as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        hint = " Make room there and start again; nothing was changed." if error.errno == errno.ENOSPC else ""
        where = f" {error.filename}" if error.filename else ""
        raise CommandError(f"It could not be written or read{where}: {error.strerror or error}.{hint}") from error
