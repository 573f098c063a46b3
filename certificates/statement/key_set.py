"""Signed documents that devices keep: the set of public keys, and the envelope of that and of the revocation list.
Pure.

An envelope is JSON: `payload`, a text, and `signatures`, base64 by the id of the key. Each kind of document is signed
with a domain of its own, so that none stands for another.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEYS, REVOCATIONS = b"mafunzo-keys-v1\0", b"mafunzo-revocations-v1\0"


@dataclass(frozen=True)
class Key:
    """A public key of 32 bytes, which signs from the day `starts` to the day `ends`, unless it is `leaked`."""

    public: bytes
    starts: date
    ends: date
    leaked: date | None = None

    @property
    def id(self) -> str:
        """Name in statements: the first four bytes of the key's SHA-256, as hexadecimal digits."""
        return sha256(self.public).hexdigest()[:8]

    def signs_on(self, day: date) -> bool:
        return self.leaked is None and self.starts <= day <= self.ends


@dataclass(frozen=True)
class KeySet:
    """All keys there ever were. `seq` rises with each change: a device refuses an older set."""

    seq: int = 0
    keys: tuple[Key, ...] = ()

    def signing(self, day: date) -> tuple[Key, ...]:
        """Return the keys that may sign on `day`, that which began last before the others."""
        may = (key for key in self.keys if key.signs_on(day))
        return tuple(sorted(may, key=lambda key: key.starts, reverse=True))

    def changed(self, *keys: Key) -> Self:
        """Return the set with `keys` in the place of those with the same ids, or added."""
        known = {key.id: key for key in self.keys} | {key.id: key for key in keys}
        return replace(self, keys=tuple(known.values()))

    def payload(self, now: datetime) -> str:
        """Return the next set as JSON."""
        keys = [
            {
                "id": key.id,
                "public": b64encode(key.public).decode(),
                "from": key.starts.isoformat(),
                "until": key.ends.isoformat(),
                "leaked": key.leaked and key.leaked.isoformat(),
            }
            for key in self.keys
        ]
        return json.dumps({"seq": self.seq + 1, "issued": now.isoformat(timespec="seconds"), "keys": keys})

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return the set of what `payload` wrote. Its signatures are for devices: it comes from our own folder."""
        held = json.loads(payload)
        keys = (
            Key(
                b64decode(key["public"]),
                date.fromisoformat(key["from"]),
                date.fromisoformat(key["until"]),
                date.fromisoformat(key["leaked"]) if key["leaked"] else None,
            )
            for key in held["keys"]
        )
        return cls(held["seq"], tuple(keys))


def envelope(domain: bytes, payload: str, privates: Mapping[str, Ed25519PrivateKey]) -> str:
    """Return `payload` signed with each of `privates`, which come by the ids of their keys."""
    signed = domain + payload.encode()
    signatures = {name: b64encode(private.sign(signed)).decode() for name, private in privates.items()}
    return json.dumps({"payload": payload, "signatures": signatures})
