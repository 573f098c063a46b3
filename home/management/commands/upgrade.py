"""`manage.py upgrade`: bring the site to this version while it serves, or back to the one before."""

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.upgrades import preparation, services
from home.upgrades.units import Failed, Unit
from lms.version import VERSION

WENT_BACK, BROKEN = 2, 3


class Command(BaseCommand):
    help = (
        "Brings the site to this version: checks, backs up, migrates while the version before serves, replaces the "
        "processes one by one and goes back where one does not come. Ends in 0, in 1 where nothing was replaced, in 2 "
        "where the version before serves again, in 3 where neither comes. Begin it again after it was killed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--no-backup", action="store_true", help="write no backup first")
        parser.add_argument("--seconds", type=float, default=90, help="how long each unit may take to come (90)")

    def handle(self, *args: object, **options: Any) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a connection that breaks must not leave half of it
        self._lines: list[str] = []
        self._began = time.monotonic()
        try:
            with services.alone() as noted:
                self._upgrade(noted, options)
                noted.unlink()
        except services.Broken as error:
            self._end(f"{error} A person has to look: docs/run/upgrading.md, “If neither version comes”.", BROKEN)
        except services.WentBack as error:
            self._end(f"{error} The version before serves again, on the database as it is now.", WENT_BACK)
        except Failed as error:
            raise CommandError(f"{error} Nothing was replaced.") from error

    def _upgrade(self, noted: Path, options: dict[str, Any]) -> None:
        asks, backs_up, seconds = not options["yes"], not options["no_backup"], options["seconds"]
        if found := list(preparation.problems(backs_up=backs_up)):
            raise CommandError("\n".join(found))
        services.manage("check", "--deploy", "--fail-level", "ERROR")
        before = services.health()
        origin = services.origin(noted, before)
        migrations = preparation.migrations()
        self._say(f"From {origin['version']} to {VERSION}; migrations: {len(migrations)}; checks passed.")
        if silent := preparation.silent_units():
            self._say(f"Did not answer before: {', '.join(silent)}.")
        self._agree("Begin", asks)
        if backs_up:
            self._say("Backup: " + services.manage("backup").splitlines()[0])
        services.migrate()
        services.warm()
        self._say("Tables, static files and program are ready; the version before still serves.")
        if found := list(preparation.corrections()):
            for sentence in found:
                self._say(sentence)
            self._agree("Nothing of that is corrected by itself. Go on", asks)
        if settings.UPGRADE_COMMAND:
            services.Switch(origin, before, seconds, self._print).run()
            self._end(f"Mafunzo {VERSION} serves.", 0)
        else:
            names = ", ".join(unit.name for unit in Unit.all())
            self._end(f"UPGRADE_COMMAND is not set: now restart {names} with this version.", 0)

    def _agree(self, question: str, asks: bool) -> None:
        """Wait for a word, where a person is there to give it. Raises `CommandError` where it is another."""
        if not asks:
            return
        if not sys.stdin.isatty():
            raise CommandError("There is nobody to ask. Give --yes.")
        if input(f"{question}? Type “yes”: ").strip().casefold() != "yes":
            raise CommandError("Stopped. Nothing was replaced.")

    def _say(self, sentence: str) -> None:
        self._lines.append(sentence)
        self._print(sentence)

    def _print(self, sentence: str) -> None:
        with suppress(OSError):  # the terminal is gone
            self.stdout.write(sentence)
            self.stdout.flush()

    def _end(self, sentence: str, status: int) -> None:
        """Tell in at most ten lines what happened, here and in `upgrade.log` of the data folder, and end."""
        seconds = round(time.monotonic() - self._began)
        lines = [*self._lines[:8], *(["…"] if len(self._lines) > 8 else []), f"{sentence} {seconds} s in all."]
        Path(settings.DATA_DIR, "upgrade.log").write_text("\n".join(lines) + "\n")
        with suppress(OSError):
            self.stdout.write("\nWhat happened:\n" + "\n".join(f"  {line}" for line in lines))
        if status:
            sys.exit(status)
