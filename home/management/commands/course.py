"""`manage.py course`: a course as files, to be loaded on another installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import CoursePage, ProgrammePage
from courses.publishing.services import source_page
from home.curriculum.files import named
from home.curriculum.schema import BadFile
from home.curriculum.writing import NotAllowed
from home.exchange import packing
from home.exchange.exporting import NotYours, export_course
from home.exchange.importing import import_course
from lms.people.directory.models import User


class Command(BaseCommand):
    help = "Writes a course with its questions, citations, files and translations to a folder or ZIP, or reads one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        out = actions.add_parser("export", help="write a course")
        out.add_argument("key", help="slug, key (tip-1) or translation key of the course")
        out.add_argument("--to", type=Path, required=True, help="a new folder, or a file that ends with .zip")
        into = actions.add_parser("import", help="read a course")
        into.add_argument("path", type=Path, help="a folder or ZIP")
        into.add_argument(
            "--programme", default="", help="slug of the programme of a new course; the first unless said"
        )
        into.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
        for one in (out, into):
            one.add_argument("--by", default="", metavar="SERVICE_NUMBER", help="with the rights of this person")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _person(options["by"])
        try:
            if options["action"] == "export":
                packing.write(export_course(_course(options["key"]), by=by), options["to"])
                self.stdout.write(f"Written to {options['to']}.")
            else:
                self._import(options, by)
        except (BadFile, NotYours, NotAllowed) as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any], by: User | None) -> None:
        programmes = ProgrammePage.objects.filter(alias_of=None).order_by("path")
        if options["programme"]:
            programmes = programmes.filter(slug=options["programme"])
        programme = programmes.first()
        if programme is None:
            raise CommandError("There is no such programme page. Make one first, or name another with --programme.")
        files, dry_run = packing.read(options["path"]), options["dry_run"]
        ledger = import_course(files, programme=programme, by=by, now=timezone.now(), dry_run=dry_run)
        for title in ledger.written:
            self.stdout.write(title)
        outcome = "would be written" if options["dry_run"] else "written"
        self.stdout.write(f"{len(ledger.written)} pages, questions, citations and files {outcome}.")


def _person(number: str) -> User | None:
    if not number:
        return None
    person = User.objects.numbered(number).filter(is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody with the service number {number} can sign in.")
    return person


def _course(key: str) -> CoursePage:
    by_slug = CoursePage.objects.filter(slug=key, alias_of=None).first()
    page = source_page(by_slug.translation_key if by_slug else named("course", key))
    if page is None:
        raise CommandError(f"There is no course “{key}”.")
    return page
