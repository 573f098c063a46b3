"""`manage.py rebuild_progress`: make attempts, enrolments and completed programmes anew from the journal,
or prove that nothing would change.
"""

from django.core.management.base import CommandError, CommandParser

from lms.foundation.work.confirmation import ConfirmedCommand
from lms.learning.progress.completion.programmes import differences
from lms.learning.progress.journal.rebuild import TOLERANCE, rebuild


class Command(ConfirmedCommand):
    help = (
        "Fold the journal of every attempt anew and correct what differs; with --check write nothing, and end in "
        "status 1 on a difference. Numbers that differ by 1e-9 or less are the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="Report differences and change nothing.")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        if not check:
            sentence = (
                "This corrects progress that differs from the journal; completions that are found get certificates."
            )
            self.confirm(f"{sentence} --check lists it.", options)
        different = skipped = 0
        for finding in rebuild(write=not check):
            if finding.skipped:
                skipped += 1
                self.stdout.write(f"{finding.row} skipped: {finding.skipped}")
            else:
                different += 1
                for column, (stored, rebuilt) in finding.columns.items():
                    self.stdout.write(f"{finding.row}, {column}: stored {stored!r}, rebuilt {rebuilt!r}")
        for one in differences(write=not check):
            different += 1
            said = "has every course and no completion" if one.missing else "is completed without its courses"
            self.stdout.write(f"programme {one.programme.slug} of person {one.learner}: {said}")
        summary = f"{different} rows differ, {skipped} attempts skipped. Numbers within {TOLERANCE} are the same."
        if check and different:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
