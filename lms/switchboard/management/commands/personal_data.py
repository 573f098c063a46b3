"""`manage.py personal_data`: what is kept about people, by each part of the platform and each plugin."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.plugins.personal import kept


class Command(BaseCommand):
    help = "List what is kept about people: table, the way to the person, what it is, what becomes of it on erasure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a list of objects")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "room": str(one.room),
                "table": one.record.model,
                "person": one.record.person,
                "what": str(one.record.what),
                "erased": one.record.erased,
            }
            for one in kept()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                f"{row['room']}: {row['table']}: {row['what']} ({row['erased']} when the person is erased)"
            )
