"""`manage.py certificates export --sample --to DIR`: a PDF of each design in each language."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.text import slugify

from certificates.design.default import default_sheet
from certificates.design.models import Design
from certificates.design.sheet import PAGES, Sheet
from certificates.paper.contents import contents_of
from certificates.paper.rendering import Unwritable, draw
from certificates.paper.samples import sample
from lms.people.directory.institutions import Institution

HELP = "Write certificates into a folder: with --sample one of each design and language, of nobody."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--sample", action="store_true", required=True, help="certificates of nobody")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder, made where it is missing")


def run(command: BaseCommand, *, to: Path, **_options: object) -> None:
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
        certificate = sample(language, issuer)
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
        yield name, design.versions.order_by("-number")[0].sheet, design.institution
