"""The list of what a value counts: written row by row under names that are drawn, and read again in one order."""

import hmac
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from secrets import token_bytes, token_hex

from lms.desks.privacy.erasure import TOMBSTONE
from lms.foundation.database.chain import canonical
from lms.people.directory.models import User

from .counting.facts import Fact
from .counting.figures import Tally
from .models import Detail, Link, Snapshot, SnapshotRow
from .sealing import detail_hash

AT_ONCE = 500


@contextmanager
def gathered(facts: Iterable[Fact]) -> Iterator[Iterator[Fact]]:
    """Read all of `facts` into a file that has no name, and yield them from there: whatever reading them takes, nothing
    is locked meanwhile, and memory does not grow.
    """
    with tempfile.TemporaryFile() as file:
        for fact in facts:
            file.write(canonical(vars(fact)) + b"\n")
        file.seek(0)
        yield (Fact(**json.loads(line)) for line in file)


def write_rows(snapshot: Snapshot, facts: Iterable[Fact], tally: Tally) -> None:
    """Write a row for each of `facts`, which come person by person, and add it to `tally`. Needs a transaction.

    Pseudonyms follow from a secret that is forgotten at the end; the order of the list follows from them. Of erased
    people nothing is kept but the row: also of those who are erased meanwhile, since a link waits for their lock.
    """
    secret = token_bytes(32)
    last, n = 0, 0
    stream = iter(facts)
    while chunk := list(islice(stream, AT_ONCE)):
        written = []
        for fact in chunk:
            last, n = fact.person, n + 1 if fact.person == last else 0
            pseudonym = hmac.new(secret, str(fact.person).encode(), "sha256").hexdigest()[:32]
            written.append(_Written(snapshot, fact, pseudonym, n))
            tally.add(fact)
        _insert(snapshot, written)
    Link.objects.filter(snapshot=snapshot, person__service_number__startswith=TOMBSTONE).delete()


class _Written:
    """A row with what belongs to it."""

    def __init__(self, snapshot: Snapshot, fact: Fact, pseudonym: str, n: int) -> None:
        self.person = fact.person
        self.nonce, self.body = token_hex(16), canonical(fact.detail).decode()
        self.row = SnapshotRow(
            snapshot=snapshot,
            pseudonym=pseudonym,
            n=n,
            strata=canonical(fact.strata).decode(),
            numerator=fact.numerator,
            denominator=fact.denominator,
            why=fact.why,
            detail=detail_hash(self.nonce, self.body),
        )


def _insert(snapshot: Snapshot, written: list[_Written]) -> None:
    """Write one chunk: rows, the links that are not there yet, and details."""
    SnapshotRow.objects.bulk_create([one.row for one in written])
    people = {one.row.pseudonym: one.person for one in written}
    here = User.objects.filter(pk__in=people.values()).exclude(service_number__startswith=TOMBSTONE)
    known = set(here.values_list("pk", flat=True))
    links = {one.pseudonym: one for one in Link.objects.filter(snapshot=snapshot, pseudonym__in=people)}
    new = [
        Link(snapshot=snapshot, pseudonym=pseudonym, person_id=person)
        for pseudonym, person in people.items()
        if person in known and pseudonym not in links
    ]
    links |= {one.pseudonym: one for one in Link.objects.bulk_create(new)}
    Detail.objects.bulk_create(
        [
            Detail(row=one.row, link=links[one.row.pseudonym], nonce=one.nonce, body=one.body)
            for one in written
            if one.row.pseudonym in links
        ]
    )


def rows_of(snapshot: Snapshot) -> Iterator[SnapshotRow]:
    """Yield the rows in the order of the list, a few in memory at a time."""
    rows = SnapshotRow.objects.filter(snapshot=snapshot).select_related("known")
    yield from rows.order_by("pseudonym", "n").iterator(chunk_size=2000)


def line_of(row: SnapshotRow) -> bytes:
    """Return the line of the list, with its end."""
    return canonical(row.as_json()) + b"\n"


def hash_of_rows(snapshot: Snapshot) -> str:
    """Return the SHA-256 of the list."""
    found = sha256()
    for row in SnapshotRow.objects.filter(snapshot=snapshot).order_by("pseudonym", "n").iterator(chunk_size=2000):
        found.update(line_of(row))
    return found.hexdigest()


def persons_of(snapshot: Snapshot) -> int:
    """Return how many different people the rows are of."""
    return SnapshotRow.objects.filter(snapshot=snapshot).values("pseudonym").distinct().count()
