"""`manage.py restore SET`: put a set in the place of an empty installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from home.backups import contents, restoring, sets
from home.backups.places import place_at
from home.operation.data_folder import held_data_folder

from .backup import in_sentences


class Command(BaseCommand):
    help = (
        "Restores a set: database, files and keys. All processes of the site have to be stopped. It reads the set "
        "whole before it changes anything, and ends all sessions."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("set", help="its name in BACKUP_TO, its path, or “latest”")
        parser.add_argument("--key", type=Path, required=True, help="the file of the private key")
        parser.add_argument("--from", dest="place", default=settings.BACKUP_TO, help="another place than BACKUP_TO")
        parser.add_argument(
            "--delete-present-data",
            action="store_true",
            help="delete all tables of the database, all files of the data folder and all objects of the bucket first",
        )

    def handle(self, *args: object, **options: Any) -> None:
        with held_data_folder(), in_sentences(), contents.alone():
            place, name = sets.located(options["set"], lambda: place_at(options["place"]))
            extract = restoring.restore(
                place, name, options["key"], replaces=options["delete_present_data"], say=self.stdout.write
            )
        self.stdout.write(
            self.style.SUCCESS(
                f"Restored {name}: {sum(extract.counts.values())} rows and {extract.files} files, as they were at "
                f"{extract.about['made_at']}. All sessions ended; the journal holds. Start the site."
            )
        )
