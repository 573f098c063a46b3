"""`manage.py end_sessions`: sign somebody out everywhere, or everybody."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lms.foundation.work.confirmation import ConfirmedCommand
from lms.people.directory.models import User
from lms.people.identity.sessions.services import end_of_many


class Command(ConfirmedCommand):
    help = "Ends all sessions of one person, or with --all of everybody: whoever is signed in has to sign in again."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("number", nargs="?", metavar="SERVICE-NUMBER")
        who.add_argument("--all", action="store_true", help="of everybody, such as after a leak")

    def handle(self, *args: object, **options: Any) -> None:
        people = User.objects.all() if options["all"] else User.objects.numbered(options["number"])
        if not people.exists():
            raise CommandError(f"Nobody has the service number {options['number']}.")
        self.confirm(f"This signs {people.count()} people out everywhere.", options)
        self.stdout.write(f"Sessions of {end_of_many(people)} people ended.")
