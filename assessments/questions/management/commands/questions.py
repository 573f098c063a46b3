"""`manage.py questions read FILE`: what would be imported from a file. It writes nothing."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.formats.draft import Draft, Reading, Refused
from assessments.formats.terms import describe_reading, question
from assessments.questions.imports.examination import format_of
from assessments.questions.imports.reasons import sentence, sentence_of
from assessments.questions.imports.sentences import tell
from assessments.questions.imports.services import MOST_BYTES
from lms.foundation.plugins.content_format import ContentFormat, content_formats
from lms.foundation.work.sandbox import TooHeavy, TooSlow, run_in_sandbox


class Command(BaseCommand):
    help = "Shows what a file of questions says; imports nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="Read a file and print what would be imported.")
        read.add_argument("file", type=Path)
        read.add_argument(
            "--format", help="The slug of its format; guessed from its name and content where it is left out."
        )
        read.add_argument(
            "--json", action="store_true", help="Print it in the terms of Moodle's importers, to compare."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        data = _content(options["file"])
        try:
            for line in run_in_sandbox(
                partial(_printed, data, options["file"].name, options["format"], as_json=options["json"])
            ):
                if line is None:
                    slugs = ", ".join(sorted(kind.slug for kind in content_formats))
                    raise CommandError(f"Say which format this is with --format, one of: {slugs}.")
                self.stdout.write(line)
        except (TooHeavy, TooSlow):
            raise CommandError(sentence_of("too-heavy", {})) from None


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path}: " + tell("too-large", {"limit": str(MOST_BYTES // 1024 // 1024)}))
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _printed(data: bytes, name: str, slug: str | None, *, as_json: bool) -> Iterator[str | None]:
    """Yield the printed lines of a file, or `None` where its format is unknown. It is read in a process of its own."""
    kind = format_of(slug, data, name=name)
    if kind is None:
        yield None
        return
    reading: Reading = kind.read(data, name=name)
    if as_json:
        yield json.dumps(describe_reading(reading, format=kind.slug), ensure_ascii=False, indent=1)
    else:
        yield from _lines(reading, kind)


def _lines(reading: Reading, kind: ContentFormat) -> list[str]:
    """Return the lines for a person: one for each question, in the file's order."""
    if reading.fatal:
        return [f"{kind.name}: {sentence(reading.fatal)}"]
    refused = sum(1 for _entry in reading.refused)
    lines = [f"{kind.name}, {reading.encoding}: {sum(1 for _draft in reading.drafts)} questions, {refused} not read."]
    for entry in reading.entries:
        if isinstance(entry, Draft):
            lines.append(f"{entry.line}: {question(entry)['type']}: {entry.name}")
        elif isinstance(entry, Refused):
            lines.append(f"{entry.line}: NOT READ: {sentence(entry)} ({entry.name})")
    return lines
