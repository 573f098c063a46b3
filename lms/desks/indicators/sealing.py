"""The seal of a value: what is hashed, signed and chained. Pure, but for the keys of certificates and the chain.

What is signed begins with “{”, and every other thing that these keys sign with the name of its kind: none stands for
another.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from certificates.statement.keys import signing_key
from lms.foundation.database.chain import canonical, hold

from .models import Snapshot

FORMAT = "mafunzo-indicator-snapshot-1"
_LOCK = 7_003 << 44
"""Number of the lock under which values are sealed."""


def detail_hash(nonce: str, body: str) -> str:
    """Return what a row says of its detail: without the nonce, 128 bits that are drawn, nobody finds it by trying."""
    return sha256(f"{nonce}{body}".encode()).hexdigest()


def seal(snapshot: Snapshot, facts: dict[str, Any], *, now: datetime) -> Snapshot:
    """Sign `facts` as the head of `snapshot`, behind the last one of the chain, and write it. Needs a transaction."""
    hold(_LOCK)
    last = Snapshot.objects.order_by("-number").only("number", "sha256").first()
    number, previous = (last.number + 1, last.sha256) if last else (1, "")
    key = signing_key(now.date())
    name = key.key.id if key else ""
    known = {"format": FORMAT, "number": number, "previous": previous, "key": name}
    snapshot.head = canonical({**facts, **known})
    snapshot.sha256 = sha256(snapshot.head).hexdigest()
    snapshot.number, snapshot.previous, snapshot.key_id = number, previous, name
    snapshot.signature = key.private.sign(snapshot.head) if key else b""
    snapshot.save(force_insert=True)
    return snapshot
