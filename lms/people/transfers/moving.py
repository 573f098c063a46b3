"""What a confirmed transfer does: the person serves elsewhere from now on, by the service of every transfer.

Nothing of the past moves: answers, results and certificates stay with the institution where they came about (decision
0011).
"""

from datetime import date, datetime

from .. import outbox, services
from ..models import User
from .models import TransferRequest

State = TransferRequest.State


def move(request: TransferRequest, *, now: datetime, last_day: date) -> bool:
    """Carry `request` out; asked inside a transaction that holds its row. Roles at the old place end with `last_day`.

    False where the person serves elsewhere by now than when it was confirmed: somebody decided otherwise since.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=request.person_id or 0)
    if person.institution_id != request.source_id or person.institution_id == request.to_id:
        TransferRequest.objects.filter(pk=request.pk).update(state=State.SETTLED)
        return False
    TransferRequest.objects.filter(pk=request.pk).update(moved_at=now)
    services.transfer(person=person, to=request.to, now=now, by=request.answered_by, last_day=last_day)
    outbox.tell_of_transfer(person=person, now=now)
    return True
