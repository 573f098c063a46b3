"""`manage.py rebuild_sums`: count anew what reports keep as sums, or prove that nothing would change."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.desks.reporting.sums.rollup import roll_up
from lms.desks.reporting.sums.statements import correct, differences


class Command(BaseCommand):
    help = (
        "Count anew what reports keep as sums and correct what differs; with --check write nothing, and end in "
        "status 1 on a difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if check:
            number = 0
            for table, key, more in differences():
                number += 1
                self.stdout.write(f"{table}, {', '.join(map(str, key))}: {more:+} too much")
            if number:
                raise CommandError(f"{number} sums differ.")
        else:
            number = correct()
            roll_up()
        self.stdout.write(self.style.SUCCESS(f"{number} sums differ." if check else f"{number} sums corrected."))
