"""`manage.py rebuild_places`: work out anew who needs attention in cohorts, or prove that nothing would change."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.desks.teaching.standing.renewal import COLUMNS, differences, renew_all


class Command(BaseCommand):
    help = (
        "Work out anew the standing of each member of a cohort and correct what differs; with --check write nothing, "
        "and end in status 1 on a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        now = timezone.now()
        if not check:
            self.stdout.write(self.style.SUCCESS(f"{renew_all(now=now)} places corrected."))
            return
        number = 0
        for row, stored in differences(now=now):
            number += 1
            for column in COLUMNS:
                anew, kept = getattr(row, column, None), getattr(stored, column, None)
                if anew != kept:
                    pk = getattr(row or stored, "pk", None)
                    self.stdout.write(f"member {pk}, {column}: stored {kept!r}, worked out {anew!r}")
        if number:
            raise CommandError(f"{number} places differ.")
        self.stdout.write(self.style.SUCCESS("0 places differ."))
