"""`manage.py personal_data`: what is kept about people, by each part of the platform and each plugin;
with `--of` what is held about one person.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from lms.desks.privacy.export import declaration_of, export
from lms.foundation.plugins.personal_data import Reader, declared_personal_data
from lms.people.audit.services import note
from lms.people.directory.models import User


def as_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return a table in Markdown: what is kept, where, for how long, and what becomes of it when the person is
    erased.
    """
    lines = ["| part | what | table | days | on erasure | in a file for staff |", "|---|---|---|---|---|---|"]
    for row in rows:
        by, days = f" ({row['person']})" if row["person"] else "", row["days"] or "as long as the person is here"
        staff = ", ".join(row["staff"]) or "how many"
        lines.append(f"| {row['room']} | {row['what']} | `{row['table']}`{by} | {days} | {row['erased']} | {staff} |")
    return lines


class Command(BaseCommand):
    help = (
        "List what is kept about people: table, the way to the person, what it is, what becomes of it on erasure. "
        "With --of, all that is held about one person, as that person may have it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--markdown", action="store_true", help="as the table of docs/run/personal-data.md")
        parser.add_argument("--of", metavar="SERVICE-NUMBER", help="what is held about this person")

    def handle(self, *args: object, **options: Any) -> None:
        if options["of"]:
            self._of(options["of"], as_json=options["json"])
            return
        with translation.override("en"):
            rows = [declaration_of(str(one.room), one.record) for one in declared_personal_data()]
        if options["json"]:
            self._write_json(rows)
            return
        if options["markdown"]:
            self.stdout.write("\n".join(as_table(rows)))
            return
        for row in rows:
            self.stdout.write(
                f"{row['room']}: {row['table']}: {row['what']} ({row['erased']} when the person is erased)"
            )

    def _of(self, number: str, *, as_json: bool) -> None:
        person = User.objects.numbered(number).first()
        if person is None:
            raise CommandError(f"Nobody has the service number {number}.")
        now = timezone.now()
        held = export(person, reader=Reader.THE_PERSON, now=now)
        note("personal_data_exported", person=person, now=now, by_command=True)
        if as_json:
            self._write_json(held)
            return
        for kind in held["kinds"]:
            missing = " (its plugin breaks, so that it cannot be read)" if kind["missing"] else ""
            self.stdout.write(f"{kind['room']}: {kind['table']}: {kind['what']}{missing}")
            for row in kind["rows"]:
                said = ", ".join(f"{name}: {value}" for name, value in row.items() if value not in (None, "", [], {}))
                self.stdout.write(f"  {said}")

    def _write_json(self, value: object) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1))
