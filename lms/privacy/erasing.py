"""Erasing a person: what is theirs goes, what counts stays without them."""

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lms.people.models import User
from lms.plugins.manifest import PersonalData
from lms.plugins.personal import kept

from .records import rows_of

TOMBSTONE = "erased-"
"""What the service number of an erased person begins with; the rest is drawn."""


@dataclass(frozen=True)
class Effect:
    """What erasure does to one kind of record: `rows` of them are deleted, or stay without the person and with
    `emptied` columns.
    """

    room: str
    table: str
    what: str
    erased: str
    rows: int
    emptied: tuple[str, ...]


def effects(person: User) -> list[Effect]:
    """What erasing `person` would do, of each kind of which there are rows. Nothing is changed."""
    found = (
        Effect(room, record.model, str(record.what), record.erased, rows_of(person, record).count(), (*record.emptied,))
        for room, record in _records()
    )
    return [effect for effect in found if effect.rows]


@transaction.atomic
def erase(person: User) -> None:
    """Erase `person`: their row becomes a tombstone that nobody signs in to, to which what stays still leads.

    One transaction: killed at any point, nothing happened but that files are gone, and it is done again as a whole.
    An erased person erased again stays as they are.
    """
    # nobody writes of them meanwhile
    locked = User.objects.select_for_update(of=("self",), no_key=False).get(pk=person.pk)
    if is_erased(locked):
        return
    for account in locked.merged.all():  # what stayed with other accounts of the same person
        erase(account)
    records = [record for _room, record in _records()]
    for record in records:
        if record.erase is not None:
            record.erase(rows_of(locked, record), locked)
    for record in (record for record in records if record.erased == "deleted"):
        rows_of(locked, record).delete()
    for record in records:
        if record.erased != "deleted" and record.emptied and record.model != User._meta.label:
            rows_of(locked, record).order_by().update(**record.emptied)
    _bury(locked, records)


def is_erased(person: User) -> bool:
    return person.service_number.startswith(TOMBSTONE) and not person.is_active


def _bury(person: User, records: list[PersonalData]) -> None:
    """The row of the person says nothing of them any more; written without signals, which would tell of changes."""
    emptied = next(record.emptied for record in records if record.model == User._meta.label)
    person.groups.through.objects.filter(user=person).delete()
    person.user_permissions.through.objects.filter(user=person).delete()
    values: dict[str, Any] = {**emptied, "service_number": f"{TOMBSTONE}{token_hex(8)}"}
    User.objects.filter(pk=person.pk).update(**values, password=make_password(None), password_given=False)


def _records() -> Iterator[tuple[str, PersonalData]]:
    for one in kept():
        yield str(one.room), one.record
