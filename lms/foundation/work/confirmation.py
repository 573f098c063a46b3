"""Confirmation of commands that delete, send or correct at once."""

import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class ConfirmedCommand(BaseCommand):
    """A command that acts with `--now`, or after a word on a terminal, and otherwise says what it would do."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="do it without asking, as timers and scripts have to")

    def confirm(self, sentence: str, options: Mapping[str, Any]) -> None:
        """Ask whether to do what `sentence` says. Raises `CommandError` where nobody says yes."""
        if options["now"]:
            return
        if not sys.stdin.isatty():
            raise CommandError(f"{sentence} Nothing was done: add --now.")
        self.stdout.write(f"{sentence} Type “yes” to do it: ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip().lower() != "yes":
            raise CommandError("Nothing was done.")
