"""`manage.py bounces`: reads a mail that came back, as a mail server hands it over, and marks its address."""

import sys

from django.utils import timezone

from lms.desks.notices.delivery import bounces
from lms.foundation.work.confirmation import ConfirmedCommand


class Command(ConfirmedCommand):
    help = "Reads a mail that came back from standard input; nothing more is sent to an address that is not there."

    def handle(self, *args: object, **options: object) -> None:
        self.confirm("This reads a mail that came back, to its end, and marks its address.", options)
        self.stdout.write(f"Marked: {bounces.mark_bounced(sys.stdin.buffer.read(), now=timezone.now())}.")
