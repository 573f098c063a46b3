"""`manage.py health`: the health page in the terminal, and its alerts for a timer of the system."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.operation.health import alerts, texts
from lms.foundation.plugins.health import DOWN, UP, findings, worst


class Command(BaseCommand):
    help = (
        "Says how each part of this installation is and what to do. Ends with 1 where somebody has to look, with 2 "
        "where a part does not work."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--alert",
            action="store_true",
            help="mails about what broke or works again, as the workers do: for a timer, in case they are dead",
        )

    def handle(self, *args: object, **options: Any) -> None:
        now = timezone.now()
        if options["alert"]:
            alerts.watch(now)
        found = findings(now)
        for part in texts.parts(found):
            self.stdout.write(f"{part.label}: {part.status_label}{f' ({part.figures})' if part.figures else ''}")
            if part.advice:
                self.stdout.write(f"    {part.advice} docs/run/{part.page}.md")
        sys.exit({UP: 0, DOWN: 2}.get(worst(found), 1))
