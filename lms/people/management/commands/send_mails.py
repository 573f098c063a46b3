"""`manage.py send_mails`: what waits to be sent, and a new try for what was given up."""

from django.core.management.base import CommandParser
from django.utils import timezone

from lms.foundation.work.confirmation import ConfirmedCommand
from lms.people.identity.mail import delivery, outbox


class Command(ConfirmedCommand):
    help = (
        "Sends the mails that are due and says how many wait. With --again also those that were given up, once the "
        "mail server is mended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--again", action="store_true", help="try what was given up once more")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        more = " and those that were given up" if options["again"] else ""
        self.confirm(f"This sends the mails that are due{more}.", options)
        if options["again"]:
            self.stdout.write(f"Taken up again: {outbox.retry_given_up(now=now)}.")
        delivery.sweep(now=now)
        self.stdout.write(
            ", ".join(
                f"{name.replace('_', ' ')}: {number}" for name, number in (delivery.backlog(now).figures or {}).items()
            )
        )
