"""`manage.py load_curriculum`: the core curriculum on this site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.curriculum.files import BadFile
from home.curriculum.loading import load
from lms.plugins.activity import NotReady


class Command(BaseCommand):
    help = "Loads the core curriculum, or brings it up to date; pages that were edited on this site are left as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--course", action="append", default=[], metavar="KEY", help="only this course, such as tip-1; may be given several times"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="also over what was edited on this site (earlier versions stay in the history)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ledger = load(now=timezone.now(), only=options["course"], overwrite=options["overwrite"])
        except (BadFile, NotReady) as error:
            raise CommandError(str(error)) from error
        for title in ledger.left:
            self.stdout.write(f"Left as edited here: {title}")
        self.stdout.write(
            f"{len(ledger.written)} pages, questions and citations written." if ledger.written else "Everything is up to date."
        )
