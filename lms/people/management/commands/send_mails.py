"""`manage.py send_mails`: what waits to be sent, and a new try for what was given up."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from lms.people.identity.mail import delivery, outbox


class Command(BaseCommand):
    help = (
        "Sends the mails that are due and says how many wait. With --again also those that were given up, once the "
        "mail server is mended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="try what was given up once more")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        if options["again"]:
            self.stdout.write(f"Taken up again: {outbox.retry_given_up(now=now)}.")
        delivery.sweep(now=now)
        self.stdout.write(
            ", ".join(
                f"{name.replace('_', ' ')}: {number}" for name, number in (delivery.backlog(now).figures or {}).items()
            )
        )
