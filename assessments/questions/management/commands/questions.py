"""`manage.py questions read FILE`: what would be imported from a file. It writes nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.plugins.content_format import ContentFormat, content_formats, guess

from ...formats.draft import Draft, Reading, Refused
from ...formats.terms import described, question
from ...reasons import sentence


class Command(BaseCommand):
    help = "Shows what a file of questions says; imports nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="Read a file and print what would be imported.")
        read.add_argument("file", type=Path)
        read.add_argument("--format", help="The slug of its format; guessed from its name and content where it is left out.")
        read.add_argument("--json", action="store_true", help="Print it in the terms of Moodle's importers, to compare.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        kind = _format(data, name=path.name, slug=options["format"])
        reading: Reading = kind.read(data, name=path.name)
        if options["json"]:
            self.stdout.write(json.dumps(described(reading, format=kind.slug), ensure_ascii=False, indent=1))
            return
        self.stdout.write("\n".join(_lines(reading, kind)))


def _format(data: bytes, *, name: str, slug: str | None) -> ContentFormat:
    slugs = ", ".join(sorted(kind.slug for kind in content_formats))
    found = content_formats.find(slug) if slug else guess(data, name=name, among=content_formats)
    if found is None:
        raise CommandError(f"Say which format this is with --format, one of: {slugs}.")
    return found


def _lines(reading: Reading, kind: ContentFormat) -> list[str]:
    """What a person reads: a line for each question, in the file's order."""
    if reading.fatal:
        return [f"{kind.name}: {sentence(reading.fatal)}"]
    refused = sum(1 for _entry in reading.refused)
    found = [f"{kind.name}, {reading.encoding}: {sum(1 for _draft in reading.drafts)} questions, {refused} not read."]
    for entry in reading.entries:
        if isinstance(entry, Draft):
            found.append(f"{entry.line}: {question(entry)['type']}: {entry.name}")
        elif isinstance(entry, Refused):
            found.append(f"{entry.line}: NOT READ: {sentence(entry)} ({entry.name})")
    return found
