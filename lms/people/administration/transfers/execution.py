"""Confirmed transfers: the person serves elsewhere from now on, by the service of every transfer.

Nothing of the past moves: answers, results and certificates stay with the institution where they came about (decision
0011).
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ...directory.models import User
from ...directory.reach import still_manages
from ...identity.mail import outbox
from ..records import services
from .models import TransferRequest

State = TransferRequest.State


def move(request: TransferRequest, *, now: datetime, last_day: date) -> bool:
    """Carry `request` out; asked inside a transaction that holds its row. Roles at the old place end with `last_day`.

    False where the person serves elsewhere by now than when it was confirmed: somebody decided otherwise since. False
    also where whoever confirmed it no longer manages the person: it waits for an answer again.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=request.person_id or 0)
    if person.institution_id != request.source_id or person.institution_id == request.to_id:
        TransferRequest.objects.filter(pk=request.pk).update(state=State.SETTLED)
        return False
    if not still_manages(request.answered_by, person):
        _open_again(request)
        return False
    TransferRequest.objects.filter(pk=request.pk).update(moved_at=now)
    services.transfer(person=person, to=request.to, now=now, by=request.answered_by, last_day=last_day)
    outbox.tell_of_transfer(person=person, now=now)
    return True


def _open_again(request: TransferRequest) -> None:
    """Let `request` wait for an answer, unless another one for the same waits already."""
    same = TransferRequest.objects.open().filter(Q(person=request.person) | Q(number__iexact=request.number or "-"))
    state = State.SETTLED if same.filter(to=request.to).exists() else State.OPEN
    anew: dict[str, Any] = dict.fromkeys(("answered_by", "answered_at", "source", "starts_on"))
    TransferRequest.objects.filter(pk=request.pk).update(state=state, **anew)
