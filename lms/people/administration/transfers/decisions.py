"""Answering requests for a transfer: only whoever manages the person's account, where they serve or above."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ...audit.services import note, note_many
from ...directory.models import User
from ...directory.reach import still_manages
from ..records import services
from .models import TransferRequest, TransferRequestQuerySet

# Confirmed transfers: the person serves elsewhere from now on, by the service of every transfer.
#
# Nothing of the past moves: answers, results and certificates stay with the institution where they came about
# (decision 0011).


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
    return True


def _open_again(request: TransferRequest) -> None:
    """Let `request` wait for an answer, unless another one for the same waits already."""
    same = TransferRequest.objects.open().filter(Q(person=request.person) | Q(number__iexact=request.number or "-"))
    state = State.SETTLED if same.filter(to=request.to).exists() else State.OPEN
    anew: dict[str, Any] = dict.fromkeys(("answered_by", "answered_at", "source", "starts_on"))
    TransferRequest.objects.filter(pk=request.pk).update(state=state, **anew)


MOST_DAYS_AHEAD = 366
State = TransferRequest.State


class NotAnswered(ValueError):
    """The message says what is missing. Nothing was written."""


def waiting_for(viewer: User) -> TransferRequestQuerySet:
    """Open requests for people whose account `viewer` manages: nobody with more rights, never themselves."""
    return TransferRequest.objects.open().filter(person__in=User.objects.managed_by(viewer).exclude(pk=viewer.pk))


@transaction.atomic
def confirm(*, requests: Iterable[int], starts_on: date, today: date, by: User, now: datetime) -> int:
    """Let the people of these requests (primary keys) serve at the institution that asks, from `starts_on`; of several
    requests for one person the first counts, the others wait for the new institution. Returns how many were
    confirmed: what was answered or withdrawn meanwhile, and what is not for `by` to answer, is left. Raises
    `NotAnswered`.
    """
    if not today <= starts_on <= today + timedelta(days=MOST_DAYS_AHEAD):
        raise NotAnswered(_("Choose today or a day within the next year."))
    held = _held(requests, by)
    places = dict(User.objects.filter(pk__in=[row.person_id for row in held]).values_list("pk", "institution_id"))
    done: set[int | None] = set()
    for row in held:
        if row.person_id in done:
            continue
        done.add(row.person_id)
        row.state, row.answered_by, row.answered_at, row.starts_on = State.ACCEPTED, by, now, starts_on
        row.source_id = places.get(row.person_id or 0)
        row.save(update_fields=["state", "answered_by", "answered_at", "starts_on", "source"])
        day = starts_on.isoformat()
        note(
            "transfer_confirmed", by=by, person=row.person_id, institution=row.source_id, now=now, to=row.to_id, on=day
        )
        if starts_on == today:
            move(row, now=now, last_day=today - timedelta(days=1))
    return len(done)


@transaction.atomic
def refuse(*, requests: Iterable[int], reason: str, by: User, now: datetime) -> int:
    """Refuse them, with a reason that whoever asked reads. Returns how many. Raises `NotAnswered`."""
    if not reason.strip():
        raise NotAnswered(_("Give the reason in a sentence. The person who asked reads it."))
    held = _held(requests, by)
    answer = {"state": State.DECLINED, "answered_by": by, "answered_at": now, "reason": reason.strip()[:300]}
    TransferRequest.objects.filter(pk__in=[row.pk for row in held]).update(**answer)
    note_many("transfer_declined", [row.person_id for row in held], by=by, now=now)
    return len(held)


def take_effect(*, today: date, now: datetime) -> int:
    """Move those whose day has come. Returns how many were moved."""
    moved = 0
    for pk in list(TransferRequest.objects.due(today).order_by("starts_on", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = TransferRequest.objects.select_for_update(of=("self",), no_key=True).due(today).filter(pk=pk).first()
            moved += row is not None and move(row, now=now, last_day=(row.starts_on or today) - timedelta(days=1))
    return moved


def _held(requests: Iterable[int], by: User) -> list[TransferRequest]:
    """Return the requests, locked, so that of two answers at the same moment one counts."""
    rows = waiting_for(by).select_for_update(of=("self",), no_key=True).filter(pk__in=list(requests))
    return list(rows.order_by("pk"))
