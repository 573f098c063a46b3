"""`manage.py notices`: tells people what is due; with --dry-run it lists what would be told, and writes nothing."""

import json
from datetime import datetime, time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from lms.desks.notices import due_notices, preview
from lms.desks.notices.delivery import sender
from lms.foundation.work.confirmation import ConfirmedCommand


class Command(ConfirmedCommand):
    help = "Tells people what is due now. With --dry-run it lists who would be told what, and writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="write and send nothing")
        parser.add_argument("--at", metavar="DATE", help="as it would be then: 2026-12-01, or 2026-12-01T08:00")
        parser.add_argument("--json", action="store_true", help="a list of person, notice, subject and channel")

    def handle(self, *args: object, **options: Any) -> None:
        at = _moment(options["at"]) if options["at"] else timezone.now()
        if not options["dry_run"]:
            if options["at"]:
                raise CommandError("--at is for --dry-run: nothing is told before its time.")
            self.confirm("This tells people what is due and sends what waits; --dry-run lists it.", options)
            told = due_notices.gather(now=at)
            self.stdout.write(f"New: {told}. Tried to send: {sender.sweep(now=at)}.")
            return
        rows = preview.rows(now=at)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['person']}: {row['notice']} by {row['channel']}: {row['subject']}")


def _moment(text: str) -> datetime:
    """Return the moment: a day is its morning, in the time zone of the installation."""
    try:
        day, moment = parse_date(text), parse_datetime(text)
    except ValueError:
        day = moment = None
    if moment is None and day is not None:
        moment = datetime.combine(day, time(8))
    if moment is None:
        raise CommandError(f"“{text}” is no date. Write it as 2026-12-01.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
