"""`manage.py startplugin NAME`: a new plugin, as a package that works and is tested."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.switchboard.scaffolding import NotStarted, kinds, start


class Command(BaseCommand):
    help = "Write a new plugin of one kind: a package that works, and tests against the contract."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the slug, such as “pledge”: small letters, digits and _")
        parser.add_argument("--kind", default="activity", help=f"what it brings: {', '.join(kinds())}")
        parser.add_argument("--into", type=Path, default=Path(), help="the folder in which its own is made")

    def handle(self, *args: Any, **options: Any) -> None:
        slug: str = options["name"]
        try:
            folder = start(slug, into=options["into"], kind=options["kind"])
        except NotStarted as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"The plugin is in “{folder}”. Next:\n"
            f"  pip install --editable {folder}\n"
            f"  export MAFUNZO_PLUGINS=built-in,{slug}\n"
            "  python manage.py migrate\n"
            "and read its README.md."
        )
