"""Mails of a batch, killed with -9 in its middle: whoever had theirs gets no second one, and nobody goes without."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.desks.notices.models import Delivery
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.conftest import make_person
from tests.people.mailbox import MailServer

from .test_killed_people import Command

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, BEFORE = 12, 5


class Deadly(MailServer):
    """Kills its client when it names who gets the next mail after so many."""

    client = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.client is not None and len(self.taken) == BEFORE:
            os.killpg(self.client.pid, signal.SIGKILL)
        return await super().handle_RCPT(server, session, envelope, address, options)


@pytest.fixture
def due(course, academy):
    """So many people have a course due in a week."""
    now = timezone.now()
    people = [make_person(f"KE-7{n:02}", f"P {n}", academy, email=f"p{n}@example.org") for n in range(PEOPLE)]
    services.enrol(people=people, course=course, now=now - timedelta(days=20))
    Enrolment.objects.update(due_at=now + timedelta(days=7))


def test_nobody_is_told_twice_and_nobody_is_forgotten(due, tmp_path):
    server = Deadly()
    command = Command(tmp_path)
    command.environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "QUIET_HOURS": "00:00-00:00"}
    with server.running():
        server.client = command.start("manage.py", "notices", "--now")
        server.client.communicate(timeout=120)
        assert (len(server.taken), Delivery.objects.filter(state="sent").count()) == (BEFORE, 0)

        server.client = None
        Delivery.objects.update(next_at=timezone.now())  # the lease of whoever was killed is over
        again = command.start("manage.py", "notices", "--now")
        complained = again.communicate(timeout=120)[1]

    assert Counter(letter["To"] for letter in server.taken) == {f"p{n}@example.org": 1 for n in range(PEOPLE)}, (
        complained
    )
    assert Delivery.objects.filter(state="sent").exclude(reference="").count() == PEOPLE
    assert list((tmp_path / "notices").iterdir()) == []
