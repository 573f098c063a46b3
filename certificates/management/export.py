"""`manage.py certificates export --to FILE`: the register as CSV; `--sample --to DIR`: a PDF of each design in each
language.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.text import slugify

from certificates.design.default import default_sheet
from certificates.design.models import Design
from certificates.design.sheet import PAGES, Sheet
from certificates.paper.contents import contents_of
from certificates.paper.rendering import Unwritable, draw
from certificates.paper.samples import sample as nobody_s
from certificates.register.models import Entry
from certificates.register.services import seal
from lms.people.directory.institutions import Institution

COLUMNS = ("number", "serial", "act", "at", "by_id", "why", "digest", "previous", "hash")
HELP = (
    "Write the register into a file as CSV; with --sample one certificate of each design and language, of nobody, into "
    "a folder."
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--sample", action="store_true", help="certificates of nobody")
    about = "the file; with --sample a folder, which is made"
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=about)


def run(command: BaseCommand, *, to: Path, sample: bool, **_options: object) -> None:
    if sample:
        _write_samples(command, to)
        return
    seal()
    part = to.with_name(f"{to.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            count = _write_register(file)
        part.replace(to)
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}.") from error
    command.stdout.write(f"{count} entries of the register: {to}")


def _write_register(file: IO[str]) -> int:
    """Write the entries in the order of their chain; who did an act is the number of the account. Returns how many."""
    lines, count = csv.writer(file), 0
    lines.writerow(COLUMNS)
    for entry in Entry.objects.exclude(number=None).order_by("number").iterator(chunk_size=1000):
        lines.writerow(entry.at.isoformat() if name == "at" else getattr(entry, name) for name in COLUMNS)
        count += 1
    return count


def _write_samples(command: BaseCommand, to: Path) -> None:
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, sheet, issuer in _designs():
            for language, _language in settings.LANGUAGES:
                file = to / f"{name}-{language}.pdf"
                file.write_bytes(_pdf(sheet, issuer, language))
                command.stdout.write(str(file))
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}.") from error
    except Unwritable as error:
        raise CommandError(f"{name}: {error}") from error


def _pdf(sheet: Sheet, issuer: Institution, language: str) -> bytes:
    with translation.override(language):
        certificate = nobody_s(language, issuer)
        return draw(sheet, contents_of(certificate, sheet, is_sample=True), title=certificate.serial)


def _designs() -> Iterator[tuple[str, Sheet, Institution]]:
    """Yield the built-in designs and the latest version of each other one, with a name for its files."""
    nobody = Institution(name="Mlima Police Academy")
    for page in PAGES:
        for landscape in (True, False):
            shape = "landscape" if landscape else "upright"
            yield f"built-in-{page.lower()}-{shape}", default_sheet(page, landscape=landscape), nobody
    for design in Design.objects.select_related("institution").order_by("pk"):
        name = f"{design.pk}-{slugify(design.name) or 'design'}"
        yield name, design.latest().sheet, design.institution
