"""Audit of the chain in the database: every head, its place, its signature, and the rows behind it."""

from collections.abc import Iterator
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates.statement.keys import key_set

from ..listing import hash_of_rows
from ..models import Snapshot


def public_keys() -> dict[str, bytes]:
    """Return the public keys of this installation by id, those that have leaked among them."""
    return {key.id: key.public for key in key_set().keys}


def faults(*, number: int = 0, noted: str = "") -> Iterator[str]:
    """Yield what is wrong with the chain, a sentence each. `noted` is the hash that somebody noted for `number`."""
    expected, previous, was, keys = 1, "", "", public_keys()
    for one in Snapshot.objects.select_related("definition").order_by("number").iterator(chunk_size=100):
        if one.number != expected:
            yield f"Missing: {expected} to {one.number - 1}."
        yield from _of(one, previous if one.number == expected else one.previous, keys)
        was = one.sha256 if one.number == number else was
        expected, previous = one.number + 1, one.sha256
    if noted and was != noted:
        yield f"Value {number} is not the one that was noted, or is not there: the chain was cut or written anew."


def _of(one: Snapshot, previous: str, keys: dict[str, bytes]) -> Iterator[str]:
    head, facts = bytes(one.head), one.facts
    if sha256(head).hexdigest() != one.sha256:
        yield f"The head of value {one.number} was changed."
    said = (facts["number"], facts["previous"], facts["as_of"], facts["definition"]["sha256"])
    if said != (one.number, previous, one.as_of.isoformat(), one.definition.sha256) or one.previous != previous:
        yield f"Value {one.number} does not follow the one before, or is of another day or definition."
    if sha256(one.definition.body.encode()).hexdigest() != one.definition.sha256:
        yield f"The definition of value {one.number} was changed."
    if facts["key"] and not _signed(head, bytes(one.signature), keys.get(facts["key"], b"")):
        yield f"The signature of value {one.number} is not of this head by key {facts['key']}."
    if hash_of_rows(one) != facts["rows_sha256"]:
        yield f"The rows of value {one.number} were changed."


def _signed(head: bytes, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, head)
    except (InvalidSignature, ValueError):
        return False
    return True
