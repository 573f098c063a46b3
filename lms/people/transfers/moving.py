"""What a confirmed transfer does: the person serves elsewhere from now on, and leaves behind what was of the old place.

Nothing of the past moves: answers, results and certificates stay with the institution where they came about (decision
0011).
"""

from datetime import date, datetime

from django.db.models import Q

from .. import outbox, services
from ..models import Cohort, Institution, Membership, User
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
    by, to = request.answered_by, request.to
    if person.institution is not None:
        _leave(person, person.institution, to, by=by, now=now, last_day=last_day)
    TransferRequest.objects.filter(pk=request.pk).update(moved_at=now)
    services.transfer(person=person, to=to, now=now, by=by)
    outbox.tell_of_transfer(person=person, now=now)
    return True


def _leave(
    person: User, source: Institution, to: Institution, *, by: User | None, now: datetime, last_day: date
) -> None:
    """End the roles and places in cohorts at `source`, above it and below it, but for what is above or below `to`."""
    left = _of_old_place(source, to)
    for held in Membership.objects.filter(left, user=person).select_related("institution"):
        if held.starts_on is not None and held.starts_on > last_day:
            held.delete()
        elif held.ends_on is None or held.ends_on > last_day:
            held.ends_on = last_day
            held.save(update_fields=["ends_on"])
    for cohort in Cohort.objects.filter(left, people=person).select_related("institution"):
        services.leave(cohort=cohort, person=person, now=now, by=by)


def _of_old_place(source: Institution, to: Institution) -> Q:
    above = {int(pk) for pk in (source.path or "").strip("/").split("/")}
    kept = {int(pk) for pk in (to.path or "").strip("/").split("/")}
    old = Q(institution__in=above) | Q(institution__path__startswith=source.path)
    return old & ~Q(institution__in=kept) & ~Q(institution__path__startswith=to.path)
