"""Asking another institution for somebody, and taking that back. Whoever asks learns nothing of the person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...audit.services import note, note_many
from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import User
from .models import TransferRequest

State = TransferRequest.State
ASKED = gettext_lazy("Asked. If somebody has this number, the person who is responsible for them sees the request.")


class NotAsked(ValueError):
    """The message says why nobody was asked. Nothing was written."""


@transaction.atomic
def ask(*, number: str, to: Institution, by: User, now: datetime) -> TransferRequest:
    """Ask that whoever has `number` serve at `to`. Asked again while it waits, it is the first.

    A number that nobody has costs the same statements and gives the same: a request that waits. Raises `NotAsked` where
    `by` does not administer `to`, or keeps the person already.
    """
    if not Institution.objects.visible_to(by, Role.ADMINISTRATOR).filter(pk=to.pk).exists():
        raise NotAsked(_("This institution is not one of yours. Choose one from the list."))
    person = User.objects.numbered(number).select_related("institution", "merged_into__institution").first()
    if person is not None:
        person = person.merged_into or person
    mine = User.objects.visible_to(by, Role.ADMINISTRATOR).filter(pk=person.pk if person else 0).exists()
    if mine or (person is not None and person.pk == by.pk):
        raise NotAsked(_("This person is one of yours already. Open their page and press “Transfer”."))
    known = TransferRequest.objects.open().filter(to=to, number__iexact=number).first()
    if known is not None and (known.person_id or person is None):
        return known
    TransferRequest.objects.filter(pk=known.pk if known else 0).delete()  # nobody had the number then
    try:
        with transaction.atomic():
            made = TransferRequest.objects.create(person=person, number=number, to=to, asked_by=by, asked_at=now)
    except IntegrityError:  # a colleague asked at this moment, or a list did
        return TransferRequest.objects.open().filter(to=to, number__iexact=number).get()
    note_many("transfer_asked", [None, *([person] if person else [])], by=by, now=now, to=to.pk)
    return made


def ask_for_many(*, people: Sequence[tuple[User, str]], to: Institution, by: User | None, now: datetime) -> None:
    """Ask for several people of a list, each with the number that it names. Two statements."""
    if not people:
        return
    numbers = [number.lower() for _person, number in people]
    nobodys = TransferRequest.objects.open().filter(to=to, person=None)
    nobodys.alias(lowered=Lower("number")).filter(lowered__in=numbers).delete()
    TransferRequest.objects.bulk_create(
        [TransferRequest(person=person, number=number, to=to, asked_by=by, asked_at=now) for person, number in people],
        ignore_conflicts=True,
    )


@transaction.atomic
def withdraw(*, request: TransferRequest, by: User, now: datetime) -> TransferRequest:
    """Take back what waits for an answer. What is answered stays so."""
    held = TransferRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if held.state == State.OPEN:
        held.state, held.answered_by, held.answered_at = State.WITHDRAWN, by, now
        held.save(update_fields=["state", "answered_by", "answered_at"])
        note("transfer_withdrawn", by=by, institution=held.to_id, now=now, to=held.to_id)
    return held
