"""`manage.py rebuild_sums`: count anew what reports keep as sums, or prove that nothing would change."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.desks.reporting.sums.refresh import last_refresh, refresh
from lms.desks.reporting.sums.statements import COLUMNS, differences


class Command(BaseCommand):
    help = (
        "Count anew what reports keep as sums and correct what differs; with --check write nothing, and end in "
        "status 1 on a difference, also on one that the next refresh would take up."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if not check:
            self.stdout.write(self.style.SUCCESS(f"{refresh(now=timezone.now())} sums corrected."))
            return
        now, number = last_refresh() or timezone.now(), 0
        for model in COLUMNS:
            for one in differences(model, now=now):
                number += 1
                key = ", ".join(map(str, one.key))
                self.stdout.write(f"{model._meta.db_table}, {key}: {one.stored} stored, {one.counted} counted")
        if number:
            raise CommandError(f"{number} sums differ.")
        self.stdout.write(self.style.SUCCESS("0 sums differ."))
