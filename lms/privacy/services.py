"""Asking for the erasure of a person, stopping it, carrying it out."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.audit.services import note
from lms.people.models import User

from .erasing import erase, is_erased
from .models import Erasure, waiting_time

log = logging.getLogger(__name__)


class NotErasable(ValueError):
    """The person cannot be erased by this account, or no reason is given. Nothing was written."""


@transaction.atomic
def ask(*, person: User, reason: str, by: User, now: datetime) -> Erasure:
    """Have `person` erased once the waiting time is over; until then they go on. Asked again, the first stays.

    Raises `NotErasable`, also where `by` does not manage that account: nobody erases themselves or an account with
    more rights.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if by.pk == locked.pk or not User.objects.managed_by(by).filter(pk=locked.pk).exists():
        raise NotErasable(_("You cannot erase this account."))
    if is_erased(locked):
        raise NotErasable(_("This person is erased already."))
    if not reason.strip():
        raise NotErasable(_("Say in a sentence why this person is erased, such as that they asked for it."))
    waiting = Erasure.objects.waiting().filter(person=locked).first()
    if waiting is not None:
        return waiting
    erasure = Erasure.objects.create(
        person=locked, reason=reason.strip()[:300], asked_by=by, asked_at=now, waits_until=now + waiting_time()
    )
    note("erasure_asked", by=by, person=locked, now=now, due=erasure.waits_until.date().isoformat())
    return erasure


@transaction.atomic
def stop(*, erasure: Erasure, by: User, now: datetime) -> Erasure:
    """Leave the person as they are. What is stopped or carried out already stays so."""
    locked = Erasure.objects.select_for_update(of=("self",), no_key=True).get(pk=erasure.pk)
    if locked.state == Erasure.State.WAITING:
        locked.state, locked.ended_at, locked.reason = Erasure.State.STOPPED, now, ""
        locked.save(update_fields=["state", "ended_at", "reason"])
        note("erasure_stopped", by=by, person=locked.person_id, now=now)
    return locked


def carry_out_due(*, now: datetime) -> int:
    """Erase whoever's waiting time is over; returns how many. One that fails is logged and tried the next time."""
    done = 0
    for pk in list(Erasure.objects.due(now).order_by("waits_until").values_list("pk", flat=True)):
        try:
            done += carry_out(pk, now=now)
        except Exception:  # whatever a plugin's hook, the storage or the database raise: others go on
            log.exception("erasure %s failed", pk)
    return done


@transaction.atomic
def carry_out(pk: int, *, now: datetime) -> bool:
    """Carry out the erasure `pk`, if it waits and its time is over."""
    erasure = Erasure.objects.select_for_update(of=("self",), no_key=True).due(now).filter(pk=pk).first()
    if erasure is None:
        return False
    place = User.objects.values_list("institution", flat=True).get(pk=erasure.person_id)
    erase(erasure.person)
    Erasure.objects.filter(pk=pk).update(state=Erasure.State.DONE, ended_at=now, reason="")
    note("person_erased", by=erasure.asked_by_id, person=erasure.person_id, institution=place, now=now)
    return True
