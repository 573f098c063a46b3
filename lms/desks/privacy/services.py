"""Asking for the erasure of a person, stopping it, carrying it out."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lms.foundation.plugins import health
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.reach import still_manages

from .erasure import erase, erase_part, is_erased
from .models import Erasure, Remainder, waiting_time

PAUSE = timedelta(hours=1)
"""After which what a plugin could not erase is tried again."""
AT_ONCE = 200
"""Most parts that are tried each time."""

log = logging.getLogger(__name__)


class NotErasable(ValueError):
    """The person cannot be erased by this account, or no reason is given. Nothing was written."""


@transaction.atomic
def ask(*, person: User, reason: str, by: User, now: datetime) -> Erasure:
    """Note that `person` is to be erased once the waiting time is over; until then they go on. If an erasure of them
    waits already, it stays.

    Raises `NotErasable`, also where `by` does not manage that account: nobody erases themselves or an account with
    more rights.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if not still_manages(by, locked):
        raise NotErasable(_("You cannot erase this account."))
    if is_erased(locked):
        raise NotErasable(_("This person is erased already."))
    if not reason.strip():
        raise NotErasable(_("Say in a sentence why this person is erased, such as that they asked for it."))
    waiting = Erasure.objects.waiting().filter(person=locked).first()
    if waiting is not None:
        return waiting
    Erasure.objects.lapsed().filter(person=locked).update(state=Erasure.State.STOPPED, reason="")
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
    """Carry out the erasure `pk`, if it waits and its time is over. Where whoever asked for it may no longer, since the
    person serves elsewhere or has other rights, or they have less, it lapses: whoever keeps the account decides anew.
    """
    erasure = (
        Erasure.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked_by")
        .due(now)
        .filter(pk=pk)
        .first()
    )
    if erasure is None:
        return False
    # no other process writes about this person until the end
    person = User.objects.select_for_update(of=("self",), no_key=False).get(pk=erasure.person_id)
    if not still_manages(erasure.asked_by, person):
        Erasure.objects.filter(pk=pk).update(state=Erasure.State.LAPSED, ended_at=now)
        note("erasure_lapsed", by=None, person=person, now=now)
        return False
    place = person.institution_id
    erase(person)
    Erasure.objects.filter(pk=pk).update(state=Erasure.State.DONE, ended_at=now, reason="")
    note("person_erased", by=erasure.asked_by_id, person=erasure.person_id, institution=place, now=now)
    return True


def hindrance(people: Collection[int]) -> str:
    """Explain why these accounts are not merged now: of what waits for one, nobody knows whether it is meant for
    both.
    """
    if not Erasure.objects.waiting().filter(person__in=people).exists():
        return ""
    return _("One of these accounts waits to be erased. Stop that first, or wait until it is done.")


def erase_remainders(*, now: datetime) -> int:
    """Try again what plugins could not erase with the rest; returns how many parts are. Of a plugin that breaks no more
    is tried this time.
    """
    done, broken = 0, set()
    put_back = Q(next_at__gt=now + PAUSE * 2)  # the clock, since
    due = Remainder.objects.filter(Q(next_at=None) | Q(next_at__lte=now) | put_back).select_related("person")
    for remainder in list(due.order_by(F("next_at").asc(nulls_first=True))[:AT_ONCE]):
        if remainder.plugin not in broken and erase_part(remainder.person, remainder.plugin):
            remainder.delete()
            done += 1
        else:
            broken.add(remainder.plugin)
            Remainder.objects.filter(pk=remainder.pk).update(next_at=now + PAUSE)
    return done


def remainders(now: datetime) -> health.Finding:
    """Return a warning where plugins could not erase what they keep of somebody who was erased. One statement."""
    return health.backlog(parts_that_could_not_be_erased=Remainder.objects.count())
