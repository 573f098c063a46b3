"""Services of the register: enter an act, seal what was entered, and take out reasons where a person is erased."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from lms.foundation.database.chain import hold
from lms.foundation.database.statements import Insert

from .models import Entry
from .triggers import REGISTER

NEW = Insert(Entry)
CHUNK = 500
_LOCK = 7_002 << 44
"""Number of the lock under which entries are sealed."""


class Registered(Protocol):
    """A certificate, as far as the register has to know it."""

    pk: int
    serial: str
    salt: str

    def facts(self) -> Mapping[str, object]: ...


def enter(certificate: Registered, act: str, *, at: datetime, by: int | None = None, why: str = "") -> Entry:
    """Enter an act on `certificate`, in the transaction of the act: one statement. `by` is the key of a person."""
    entry = Entry(certificate_id=certificate.pk, serial=certificate.serial, act=act, at=at, by_id=by, why=why)
    entry.digest = entry.signed(certificate.salt, certificate.facts())
    NEW.insert(entry)
    return entry


def seal() -> int:
    """Give every entry that has none a number, the hash of the entry before and its own, in the order in which they
    were entered. Returns how many.

    One process at a time does it, each `CHUNK` in a transaction: killed at any point, the rest is done the next time.
    """
    sealed = 0
    while number := _seal_chunk():
        sealed += number
    return sealed


@transaction.atomic
def _seal_chunk() -> int:
    hold(_LOCK)
    rows = list(Entry.objects.filter(number=None).order_by("pk")[:CHUNK])
    if not rows:
        return 0
    last = Entry.objects.filter(number__isnull=False).order_by("-number").first()
    number, previous = (last.number or 0, last.hash) if last else (0, "")
    for entry in rows:
        number += 1
        entry.number, entry.previous, entry.hash = number, previous, entry.sealed(number, previous)
        previous = entry.hash
    with REGISTER.permitted():
        Entry.objects.bulk_update(rows, ["number", "previous", "hash"], batch_size=100)
    return len(rows)


def erase_reasons(entries: QuerySet[Entry]) -> None:
    """Take out why acts were done. The hashes do not hold them, so that the chain stays as it was."""
    with REGISTER.permitted():
        entries.exclude(why="").update(why="")
