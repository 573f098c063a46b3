"""Another name: asked for by whoever bears it, accepted or refused by whoever manages the account."""

from datetime import datetime

from django.db import transaction

from ...audit.services import note
from ...directory.models import User
from ...directory.rules import refuse_own_case
from .models import NameRequest
from .services import NotTheirs


@transaction.atomic
def ask(*, person: User, name: str, now: datetime) -> NameRequest | None:
    """Ask that `person` be called `name`. In place of what they asked before; the name that they have asks nothing."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    name = " ".join(name.split())
    if name == locked.name:
        NameRequest.objects.filter(person=locked, status=NameRequest.Status.WAITING).delete()
        return None
    known = NameRequest.objects.filter(person=locked, name=name, status=NameRequest.Status.WAITING).first()
    if known is not None:
        return known
    asked = {"name": name, "status": NameRequest.Status.WAITING, "asked_at": now, "answered_at": None, "by": None}
    row, _made = NameRequest.objects.update_or_create(person=locked, defaults=asked)
    note("name_asked", by=locked, person=locked, now=now)
    return row


@transaction.atomic
def answer(*, request: NameRequest, name: str, accept: bool, by: User, now: datetime) -> NameRequest:
    """Accept or refuse the `name` that was shown; accepted, the person is called so. What was answered before, or is
    another name by now, is left as it is. Raises `NotTheirs`, `OwnCase`.
    """
    refuse_own_case(by, [request.person_id])
    if not User.objects.managed_by(by).filter(pk=request.person_id).exists():
        raise NotTheirs
    person = User.objects.select_for_update(no_key=True).get(pk=request.person_id)
    held = NameRequest.objects.get(pk=request.pk)
    if held.status != NameRequest.Status.WAITING or held.name != name:
        return held
    held.status = NameRequest.Status.ACCEPTED if accept else NameRequest.Status.REFUSED
    held.answered_at, held.by = now, by
    held.save(update_fields=["status", "answered_at", "by"])
    if accept:
        person.name = held.name
        person.save(update_fields=["name"])
    note("name_accepted" if accept else "name_refused", by=by, person=person, now=now)
    return held
