"""`manage.py roster`: people of an institution from a list, a CSV or XLSX file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from lms.foundation.plugins.people_sources.rows import MOST_BYTES
from lms.people.administration.roster import runner, services
from lms.people.administration.roster.first_passwords import NotWritten, give
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.administration.roster.parsing.headings import missing_in
from lms.people.administration.roster.row_report import ReportEntry, entries
from lms.people.administration.roster.texts import tell
from lms.people.directory.codes import Ambiguous, institution_called
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

Status = Roster.Status


class Command(BaseCommand):
    help = (
        "Takes in people from a CSV or XLSX file whose columns have any usual names, in any order and language. "
        "Running it again changes nothing twice. Rows that cannot be taken in are reported with their numbers; all "
        "others are taken in. Cut off, it goes on where it was when it is run again; with --passwords it is all or "
        "nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--institution", required=True, help="code, name or id of the institution that the people belong to"
        )
        parser.add_argument("--cohort", default="", help="cohort that they join; opened where there is none")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="say it row by row, as JSON")
        parser.add_argument(
            "--passwords",
            type=Path,
            help="new file for first passwords of new people, readable by you alone; without it nobody has one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        institution, data = _institution(str(options["institution"])), _bytes(options["file"])
        passwords = None if options["dry_run"] else options["passwords"]
        if options["dry_run"] or passwords is not None:  # nothing, or everything with its passwords, at once
            if passwords is not None:
                say = self.stderr if options["json"] else self.stdout
                say.write("If this is cut off, nothing is changed: bring the list again.")
                say.flush()
            with transaction.atomic():
                roster = self._run(institution, data, options)
                found = entries(roster)
                if passwords is not None:
                    _give(roster, passwords)
                transaction.set_rollback(options["dry_run"])
        else:
            found = entries(roster := self._run(institution, data, options))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        self._report(roster, found, options)

    def _run(self, institution: Institution, data: bytes, options: Any) -> Roster:
        """Read, compare and, but for a dry run, apply the list here and now."""
        now = timezone.now()
        roster = services.begin(
            data=data,
            name=options["file"].name,
            institution=institution,
            by=None,
            by_command=True,
            cohort_name=options["cohort"] or "",
            now=now,
            queued=False,
        )
        if roster.status == Status.APPLYING:
            self.stderr.write(f"This list was cut off at {roster.handled} of {roster.total} rows. It goes on there.")
        runner.run(roster.pk)
        roster.refresh_from_db()
        _refuse(roster)
        if roster.status == Status.READY and not options["dry_run"]:
            services.apply(roster=roster, by=None, now=now, queued=False)
            runner.run(roster.pk)
            roster.refresh_from_db()
        return roster

    def _report(self, roster: Roster, found: dict[str, list[ReportEntry]], options: Any) -> None:
        say = self.stderr.write if options["json"] else self.stdout.write
        for title, field in zip(roster.titles, roster.fields, strict=False):
            if title and not field:
                say(f"The column “{title}” was not used.")
        for entry in found["refused"]:
            self.stderr.write(f"Row {entry['row']}: {' '.join(entry['reasons'])}")
        if options["dry_run"]:
            say("Nothing was changed; this is what would happen:")
        names = {"create": "new", "change": "changed", "unchanged": "unchanged", "refused": "not taken in"}
        say(", ".join(f"{len(found[group])} {name}" for group, name in names.items()) + ".")


def _institution(text: str) -> Institution:
    try:
        institution = institution_called(text)
    except Ambiguous as error:
        known = "\n".join(f"{code:>40}  {place}" for code, place in error.codes)
        raise CommandError(f"Several institutions are called “{text}”. Name one by its code:\n{known}") from None
    if institution is None:
        rows = Institution.objects.order_by("path")
        known = "\n".join(f"{row.code or row.pk:>40}  {row.name}" for row in rows)
        raise CommandError(f"There is no institution “{text}”. These are known:\n{known}")
    return institution


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(tell("too-large", {"limit": MOST_BYTES // 1024 // 1024}))
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _refuse(roster: Roster) -> None:
    """Raise `CommandError` if the file is no list."""
    if roster.status == Status.FAILED:
        raise CommandError(tell(roster.problem, roster.values))
    if roster.status == Status.CHOOSING:
        services.drop(roster=roster, now=timezone.now())
        if missing := missing_in(roster.fields):
            raise CommandError(tell("missing-column", {"fields": missing}))
        twice = sorted({field for field in roster.fields if field and roster.fields.count(field) > 1})
        raise CommandError(tell("column-twice", {"fields": twice}))
    if roster.status == Status.READING:
        raise CommandError("Reading the file took too long. Try again when this machine has less to do.")


def _give(roster: Roster, file: Path) -> None:
    created = RosterRow.objects.filter(roster=roster, state=RosterRow.State.CREATE, outcome=RosterRow.Outcome.APPLIED)
    people = list(User.objects.filter(pk__in=created.values("person")).order_by("pk"))
    if not people:
        return
    try:
        give(people, file)
    except NotWritten as error:
        raise CommandError(f"{error} Nothing was changed.") from error
