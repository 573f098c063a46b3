"""Audit of the register: the chain of its entries, and that certificates and entries say the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from .models import Certificate
from .register.models import Entry
from .register.services import seal

CHUNK = 1000
Act = Entry.Act
_AFTER: dict[str, set[str]] = {
    "": {Act.ISSUED},
    Act.ISSUED: {Act.REVOKED, Act.REPLACED, Act.WITHDRAWN},
    Act.REVOKED: {Act.REINSTATED, Act.WITHDRAWN},
    Act.REINSTATED: {Act.REVOKED, Act.REPLACED, Act.WITHDRAWN},
    Act.REPLACED: {Act.WITHDRAWN},
    Act.WITHDRAWN: set(),
}
"""The acts that may follow each act on one certificate."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `kind` is cut, changed, swapped or missing, `number` that of the entry, where there is
    one.
    """

    kind: str
    serial: str
    number: int | None
    sentence: str


@dataclass(frozen=True)
class Report:
    """Result of an audit. `head` is the hash of the last of `entries`, which proves all before it to anybody who noted
    it.
    """

    entries: int
    head: str
    certificates: int
    faults: Sequence[Fault]


def audit(*, number: int = 0, noted: str = "") -> Report:
    """Check every entry and every certificate, once what waits is sealed. `noted` is the head that an earlier audit
    gave, with its `number`.
    """
    seal()
    faults = [*_chain(number, noted), *_orphans(), *_certificates()]
    last = Entry.objects.exclude(number=None).order_by("-number").first()
    entries, head = (last.number or 0, last.hash) if last else (0, "")
    return Report(entries, head, Certificate.objects.count(), faults)


def _chain(number: int, noted: str) -> Iterator[Fault]:
    """Yield what is wrong with the order of entries: a number that is missing, a hash that does not follow."""
    expected, previous, was = 1, "", None
    for entry in Entry.objects.exclude(number=None).order_by("number").iterator(CHUNK):
        found = entry.number or 0
        if found != expected:
            span = f"entry {expected}" if found == expected + 1 else f"entries {expected} to {found - 1}"
            yield Fault("missing", "", expected, f"Missing: {span}.")
        elif entry.previous != previous:
            yield Fault(
                "cut", entry.serial, found, f"Entry {found} ({entry.serial}) does not follow entry {found - 1}."
            )
        if entry.sealed(found, entry.previous) != entry.hash:
            yield _changed(entry)
        if found == number:
            was = entry.hash
        expected, previous = found + 1, entry.hash
    if noted and was != noted:
        yield Fault("cut", "", number, f"Entry {number} is not the one that was noted: the register was written anew.")


def _changed(entry: Entry) -> Fault:
    """Return the fault of an entry whose hash does not agree: it comes from another place, or was changed."""
    number = entry.number or 0
    before = Entry.objects.filter(hash=entry.previous).first() if entry.previous else None
    place = (before.number or 0) + 1 if before else 1
    if place != number and entry.sealed(place, entry.previous) == entry.hash:
        sentence = f"Entry {number} ({entry.serial}, {entry.act}) stood in place {place} before."
        return Fault("swapped", entry.serial, number, sentence)
    return Fault("changed", entry.serial, number, f"Entry {number} ({entry.serial}, {entry.act}) was changed.")


def _orphans() -> Iterator[Fault]:
    here = Certificate.objects.filter(pk=OuterRef("certificate"), serial=OuterRef("serial"))
    for entry in Entry.objects.exclude(Exists(here)).order_by("number").iterator(CHUNK):
        sentence = f"Certificate {entry.serial} of entry {entry.number} ({entry.act}) is not there."
        yield Fault("missing", entry.serial, entry.number, sentence)


def _certificates() -> Iterator[Fault]:
    last = 0
    while rows := list(Certificate.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        entries = defaultdict(list)
        for entry in Entry.objects.filter(certificate__in=rows).order_by("number"):
            entries[entry.certificate_id].append(entry)
        for row in rows:
            yield from _acts(row, entries[row.pk])


def _acts(row: Certificate, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield where the acts on one certificate are none that can follow one another, or it says something else."""
    act, ends = "", dict[str, datetime | None]({Act.REVOKED: None, Act.REPLACED: None})
    erased = any(entry.act == Act.WITHDRAWN for entry in entries)
    for entry in entries:
        if entry.act not in _AFTER[act]:
            sentence = f"Certificate {row.serial}: an entry between “{act or 'nothing'}” and “{entry.act}” is missing."
            yield Fault("missing", row.serial, entry.number, sentence)
        if not erased and entry.digest != entry.signed(row.salt, row.facts()):
            sentence = f"Certificate {row.serial} or entry {entry.number} ({entry.act}) was changed."
            yield Fault("changed", row.serial, entry.number, sentence)
        act = entry.act
        if act in ends:
            ends[act] = entry.at
        elif act == Act.REINSTATED:
            ends[Act.REVOKED] = None
    if not entries:
        yield Fault("missing", row.serial, None, f"Certificate {row.serial} has no entry.")
    elif _state(row) != (ends[Act.REVOKED], ends[Act.REPLACED], erased):
        sentence = f"Certificate {row.serial} says something else than its entries, of which “{act}” is the last."
        yield Fault("changed", row.serial, entries[-1].number, sentence)


def _state(row: Certificate) -> tuple[object, object, bool]:
    """Return when it was revoked and replaced, and whether it is withdrawn, or anything of its holder is gone."""
    return row.revoked_at, row.replaced_at, row.status == Certificate.Status.WITHDRAWN or not row.salt
