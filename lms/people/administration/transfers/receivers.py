"""Receivers of transfers: open requests for people who came in another way are closed, and people are told by mail."""

from datetime import datetime

from django.dispatch import receiver

from lms.foundation.plugins.events import PeopleTransferred, person_transferred, subscribe

from ...directory.models import User
from ...identity.mail import outbox
from .models import TransferRequest

State = TransferRequest.State


@receiver(person_transferred)
def arrived(sender: type, person: User, now: datetime, **_kwargs: object) -> None:
    here = TransferRequest.objects.open().filter(person=person, to=person.institution_id)
    here.update(state=State.SETTLED, answered_at=now)


def tell_by_mail(event: PeopleTransferred) -> None:
    """Tell people where they serve from now on, once, however their transfer came about."""
    if event.institution == event.to:
        for person in User.objects.filter(pk__in=event.people, institution=event.to):
            outbox.tell_of_transfer(person=person, now=event.at)


subscribe(PeopleTransferred, tell_by_mail)
