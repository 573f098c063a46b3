"""`manage.py retention`: delete what is older than it is kept; with `--dry-run` only say what."""

import json

from django.core.management.base import CommandParser
from django.utils import timezone

from lms.desks.privacy.retention import apply, periods
from lms.foundation.work.confirmation import ConfirmedCommand


class Command(ConfirmedCommand):
    help = "Delete records about people that are older than they are kept; with --dry-run say how many they are."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="delete nothing")
        parser.add_argument("--json", action="store_true", help="as a list of objects")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        done = periods(now=now)
        if not options["dry_run"]:
            old = sum(one.rows for one in done)
            self.confirm(f"This deletes {old} records about people that are older than they are kept.", options)
            done = apply(now=now)
        if options["json"]:
            self.stdout.write(json.dumps([one.as_json() for one in done], ensure_ascii=False, indent=1))
            return
        for one in done:
            rows = "by its own job" if one.swept else f"{one.rows} rows"
            self.stdout.write(f"{one.table}: {one.days} days: {rows}")
