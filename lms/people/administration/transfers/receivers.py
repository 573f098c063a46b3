"""Receiver that closes requests for people who came to the institution in another way."""

from datetime import datetime

from django.dispatch import receiver

from lms.foundation.plugins.events import person_transferred

from ...directory.models import User
from .models import TransferRequest

State = TransferRequest.State


@receiver(person_transferred)
def arrived(sender: type, person: User, now: datetime, **_kwargs: object) -> None:
    here = TransferRequest.objects.open().filter(person=person, to=person.institution_id)
    here.update(state=State.SETTLED, answered_at=now)
