"""`manage.py demo`: a school to look at, on this machine."""

import gc
import shutil
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from home.demo import accounts, builder
from home.operation.data_folder import held_data_folder
from home.operation.garbage_collection import rare_garbage_collection
from home.upgrades import versions
from lms.version import VERSION

from .serve import port

KEPT_BY_THE_DEMO = (
    "audit",
    "cache",
    "mafunzo.sqlite3",
    "mafunzo.sqlite3-wal",
    "mafunzo.sqlite3-shm",
    "mail",
    "media",
    "notices",
    "private",
    "queue",
    "sign-ins.json",
    "sms",
)


class Command(BaseCommand):
    help = "Builds the demo school where there is none, and prints how to sign in. Takes about a minute the first time."
    requires_migrations_checks = False
    _told: tuple[int, str] = (0, "")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=port, default=8000, help="the port on which it will be served, for the addresses"
        )
        parser.add_argument("--reset", action="store_true", help="throw the demo school away and build it anew")

    def handle(self, *args: object, **options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("The demo school is for the embedded database: unset DATABASE_URL.")
        address = f"http://127.0.0.1:{options['port']}/"
        with held_data_folder():
            if options["reset"]:
                self._throw_away()
            elif (version := versions.database_version()) not in (None, VERSION):
                raise CommandError(
                    f"The demo school in {settings.DATA_DIR} is of Mafunzo {version}; this is {VERSION}. Build it "
                    "anew: make demo-reset"
                )
            entries = accounts.read() or self._build()
            accounts.write(entries, address=address)
        self._show(entries, address)

    def _throw_away(self) -> None:
        """Delete what the demo wrote in the data folder, and nothing else."""
        if Path(settings.DATA_DIR, "mafunzo.sqlite3").exists() and not accounts.file().exists():
            raise CommandError(
                f"{settings.DATA_DIR} holds a database that is not the demo's. Name another folder in MAFUNZO_DATA."
            )
        connection.close()
        for name in KEPT_BY_THE_DEMO:
            path = Path(settings.DATA_DIR, name)
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _build(self) -> list[dict[str, str]]:
        self.stdout.write("Building the demo school. This takes about a minute, once.")
        try:
            with rare_garbage_collection(after=700_000):  # 65 MB more
                call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
                entries = builder.build(now=timezone.now(), tell=self._tell)
                # Soon the program ends: looking through its millions of objects takes a second.
                if getattr(self, "_called_from_command_line", False):
                    gc.freeze()
                return entries
        except builder.NotEmpty as error:
            raise CommandError(
                f"{settings.DATA_DIR} holds people that are not the demo's. Name another folder in MAFUNZO_DATA."
            ) from error

    def _tell(self, done: int, what: str) -> None:
        """Say how far it is, each part and each tenth once."""
        if (done // 10, what) != self._told:
            self.stdout.write(f"  {done:2} %  {what}")
            self.stdout.flush()
        self._told = done // 10, what

    def _show(self, entries: list[dict[str, str]], address: str) -> None:
        self.stdout.write(f"\nMafunzo, demo school: {address}\n\n")
        for entry in entries:
            self.stdout.write(f"  {entry['role']:<22}{entry['username']:<12}{entry['password']}")
        self.stdout.write("")
