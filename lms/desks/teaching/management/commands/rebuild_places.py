"""`manage.py rebuild_places`: work out anew what pages of cohorts count, or prove that nothing would change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.desks.teaching.standing.places import catch_up, differences
from lms.desks.teaching.standing.triggers import make_up, strays


class Command(BaseCommand):
    help = (
        "Work out anew what is kept for each place in a cohort and correct what differs; with --check write nothing, "
        "and end in status 1 on a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        number = 0
        for place, columns in differences():
            number += 1
            for column, (stored, anew) in columns.items():
                self.stdout.write(f"place {place.pk}, {column}: stored {stored!r}, worked out {anew!r}")
        if missing := strays():
            number += missing
            self.stdout.write(f"{missing} members of cohorts have no place, or places no member")
        if check and number:
            raise CommandError(f"{number} places differ.")
        if not check:
            make_up()
            catch_up()
        self.stdout.write(self.style.SUCCESS(f"{number} places differ." if check else f"{number} places corrected."))
