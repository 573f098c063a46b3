"""`manage.py import_roster`: people of an institution from a CSV file."""

import csv
import os
from collections.abc import Sized
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from lms.people import roster, services
from lms.people.enlisting import Intake, enlist
from lms.people.models import Institution
from lms.plugins.spreadsheets import defuse


class Command(BaseCommand):
    help = (
        "Takes in people from a CSV file with the columns service_number, name, sex, rank, role_family, language. "
        "Running it again changes nothing twice. Lines that cannot be taken in are reported with their numbers; all "
        "others are taken in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--institution", type=int, required=True, help="id of the institution that the people belong to"
        )
        parser.add_argument("--cohort", help="name of the cohort that they join; it is opened where there is none")
        parser.add_argument(
            "--passwords", type=Path, help="new file for the first passwords of new people; readable by you alone"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = Institution.objects.filter(pk=options["institution"]).first()
        if institution is None:
            known = "\n".join(f"{row.pk:>6}  {row.name}" for row in Institution.objects.order_by("path"))
            raise CommandError(f"There is no institution {options['institution']}. These are known:\n{known}")
        passwords = None if options["dry_run"] else options["passwords"]
        if passwords is None and not options["dry_run"]:
            raise CommandError("Name a new file for the first passwords: --passwords FILE.csv (or try --dry-run).")
        try:
            rows = roster.read(options["file"].read_bytes())
        except (OSError, roster.Unreadable) as error:
            raise CommandError(str(error)) from error
        intake = self._enlist(rows, institution, options["cohort"], passwords)
        self._report(rows, intake, dry_run=options["dry_run"])

    def _enlist(
        self, rows: roster.Roster, institution: Institution, cohort_name: str | None, passwords: Path | None
    ) -> Intake:
        """Everything or, where the passwords cannot be written down, nothing;
        nothing either where `passwords` is None.
        """
        with transaction.atomic():
            cohort = services.open_cohort(institution=institution, name=cohort_name) if cohort_name else None
            intake = enlist(records=rows.records, institution=institution, cohort=cohort, now=timezone.now())
            if passwords is None:
                transaction.set_rollback(True)
            elif intake.new:
                _write_down(passwords, intake)
        return intake

    def _report(self, rows_read: roster.Roster, intake: Intake, *, dry_run: bool) -> None:
        for heading in rows_read.ignored:
            self.stdout.write(f"The column “{heading}” was not used.")
        problems = sorted([*rows_read.problems, *intake.problems], key=lambda problem: problem.line)
        for problem in problems:
            self.stderr.write(f"Line {problem.line}: {problem.text}")
        if dry_run:
            self.stdout.write("Nothing was changed; this is what would happen:")
        figures: dict[str, Sized] = {
            "new": intake.new,
            "changed": intake.changed,
            "unchanged": intake.unchanged,
            "not taken in": problems,
        }
        self.stdout.write(
            ", ".join(f"{len(rows)} {name}" for name, rows in figures.items()) + f", {intake.joined} joined the cohort."
        )


def _write_down(file: Path, intake: Intake) -> None:
    """Service number, name and password of each new person,
    in a file that was not there and that only its owner may read.
    """
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(
            f"{file} is there already, and is not overwritten. Name a new file. Nothing was changed."
        ) from None
    except OSError as error:
        raise CommandError(f"{error}. Nothing was changed.") from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(["service_number", "name", "password"])
        for person in intake.new:
            writer.writerow(
                [defuse(person.service_number), defuse(person.name), intake.passwords[person.service_number]]
            )
        written.flush()
        os.fsync(written.fileno())
