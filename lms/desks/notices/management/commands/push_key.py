"""`manage.py push_key`: a new key by which services for pushes know this site."""

from django.core.management.base import BaseCommand

from lms.desks.notices.channels.push import keys


class Command(BaseCommand):
    help = "Prints a new key for PUSH_PRIVATE_KEY. With another key every browser has to be asked anew."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(keys.new_private_key())
