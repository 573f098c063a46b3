"""`manage.py load_curriculum`: the core curriculum on this site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.permissions import page_permission_policy

from home.curriculum.schema import BadFile
from home.curriculum.services import load
from lms.foundation.plugins.activity import NotReady
from lms.people.directory.models import User


class Command(BaseCommand):
    help = (
        "Loads the core curriculum, or brings it up to date; pages that were edited on this site are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--course",
            action="append",
            default=[],
            metavar="KEY",
            help="only this course, such as tip-1; may be given several times",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also over what was edited on this site (earlier versions stay in the history)",
        )

        parser.add_argument(
            "--by",
            default="",
            metavar="SERVICE_NUMBER",
            help="who answers for the releases; without it the courses wait in the admin",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = _releaser(options["by"])
        try:
            ledger = load(now=timezone.now(), by=by, only=options["course"], overwrite=options["overwrite"])
        except (BadFile, NotReady) as error:
            raise CommandError(str(error)) from error
        for title in ledger.left:
            self.stdout.write(f"Left as edited here: {title}")
        self.stdout.write(
            f"{len(ledger.written)} pages, questions and citations written."
            if ledger.written
            else "Everything is up to date."
        )
        if ledger.written and by is None:
            self.stdout.write(
                "Learners see it when somebody releases the courses in the admin: “Changed, but not released”."
            )


def _releaser(service_number: str) -> User | None:
    """Return the person who answers for the releases; nobody where none is named."""
    if not service_number:
        return None
    person = User.objects.numbered(service_number).filter(is_active=True).first()
    if person is None:
        raise CommandError(
            f"Nobody with the service number {service_number} can sign in. Give --by somebody who may publish."
        )
    if not page_permission_policy.user_has_permission(person, "publish"):
        raise CommandError(f"{person} may not publish pages. Give --by somebody who may.")
    return person
