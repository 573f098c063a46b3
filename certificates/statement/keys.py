"""The keys of certificates: files of the data folder, each for its owner alone and encrypted by SECRET_KEY.

`set.json` holds the public keys and is what devices get; beside it `NAME.key` is the private key of each, by its id, or
by the institution whose PDFs it signs. A process reads the folder and never writes in it; `manage.py certificates key`
does, under a lock.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from lms.foundation.plugins.health import UP, WARNING, Finding
from lms.people.identity.protection.encryption import CannotBeRead, decrypt, encrypt

from .key_set import KEYS, Key, KeySet, envelope

HELD_FOR = timedelta(days=2 * 365)
KNOWN_BEFORE = timedelta(days=30)
"""Time for which a new key is in the set before it signs, so that devices know it by then."""
WARNED_BEFORE = timedelta(days=60)
_SET = "set.json"


class Refused(ValueError):
    """Refusal of a change of keys. The message says what to do."""


@dataclass(frozen=True)
class SigningKey:
    """A key with its private part."""

    key: Key
    private: Ed25519PrivateKey


def folder() -> Path:
    return Path(settings.CERTIFICATE_KEYS)


def key_set() -> KeySet:
    """Return the keys of this installation; an empty set where none was made."""
    text = published()
    return KeySet.read(json.loads(text)["payload"]) if text else KeySet()


def published() -> str:
    """Return the signed set as devices get it; an empty text where no key was made."""
    return _read(folder() / _SET)


def signing_key(day: date) -> SigningKey | None:
    """Return the key that signs on `day`: of those that may, the one that began last and can be read here."""
    return _signing_key(published(), str(folder()), settings.SECRET_KEY, day)


@lru_cache(maxsize=4)
def _signing_key(published: str, folder: str, secret: str, day: date) -> SigningKey | None:
    keys = KeySet.read(json.loads(published)["payload"]).signing(day) if published else ()
    found = (SigningKey(key, private) for key in keys if (private := _private(key)) is not None)
    return next(found, None)


def make(*, now: datetime) -> Key:
    """Make the first key, which signs from today on; where one signs already, encrypt all files with the present
    SECRET_KEY and return that one.
    """
    with changing() as known:
        at_work = signing_key(now.date())
        key = at_work.key if at_work else _new_key(now.date())
        _publish(known.changed(key), now)
        return key


def rotate(*, now: datetime) -> Key:
    """Make the key that follows: devices learn of it at once, it signs after `KNOWN_BEFORE`, and the others end that
    day. What they signed stays valid. Raises `Refused` where one waits already.
    """
    today = now.date()
    with changing() as known:
        waiting = [key for key in known.keys if key.leaked is None and key.starts > today]
        if waiting:
            raise Refused(f"The key {waiting[0].id} waits already: it signs from {waiting[0].starts} on.")
        key = _new_key(today + (KNOWN_BEFORE if known.signing(today) else timedelta(0)))
        ended = [replace(one, ends=key.starts) for one in known.keys if one.ends > key.starts]
        _publish(known.changed(*ended, key), now)
        return key


def give_up(name: str, *, now: datetime) -> Key:
    """Mark the key `name` as leaked, delete its private part, and return the key that signs from now on: the one that
    waits, or a new one. Raises `Refused` for an unknown name.
    """
    today = now.date()
    with changing() as known:
        by_name = {key.id: key for key in known.keys}
        if name not in by_name:
            raise Refused(f"There is no key {name}. There are {', '.join(by_name) or 'none'}.")
        known = known.changed(replace(by_name[name], leaked=by_name[name].leaked or today))
        held = [key for key in known.keys if key.leaked is None and key.ends >= today and _private(key)]
        follows = min(held, key=lambda key: key.starts) if held else _new_key(today)
        _publish(known.changed(replace(follows, starts=min(follows.starts, today))), now)
        (folder() / f"{name}.key").unlink(missing_ok=True)
        return follows


def check(now: datetime) -> Finding:
    """Report, for the health page, whether a key signs today and in 60 days, and whether all files can be read."""
    today = now.date()
    try:
        at_work, later = signing_key(today), signing_key(today + WARNED_BEFORE)
        ends = max((key.ends for key in key_set().keys if key.leaked is None), default=today)
        broken = len(unreadable())
    except OSError:  # of the folder: certificates are issued all the same
        at_work, later, ends, broken = None, None, today, 1
    figures = {"days_left": (ends - today).days if at_work else 0, "unreadable": broken}
    return Finding(WARNING if broken or at_work is None or later is None else UP, figures)


def unreadable() -> list[str]:
    """Return the names of the private keys that are here and cannot be read: SECRET_KEY is another."""
    return [name for name in _names() if private_key(name) is None]


def encrypt_again() -> None:
    """Encrypt every private key with the present SECRET_KEY; one that cannot be read is left as it is."""
    for name in _names():
        if (private := private_key(name)) is not None:
            keep_private(name, private)


def private_key(name: str) -> PrivateKeyTypes | None:
    """Return the private key of a file; None where it is not here, or was encrypted by another SECRET_KEY."""
    text = _read(folder() / f"{name}.key")
    try:
        pem = decrypt(text, place=f"certificate key {name}") if text else ""
    except CannotBeRead:
        return None
    return load_pem_private_key(pem.encode(), password=None) if pem else None


def keep_private(name: str, private: PrivateKeyTypes) -> None:
    """Write the file of a private key, encrypted for its name alone."""
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    write(f"{name}.key", encrypt(pem, place=f"certificate key {name}"))


def _names() -> list[str]:
    return sorted(file.stem for file in folder().glob("*.key"))


def write(name: str, text: str) -> None:
    """Write a file of the folder, whole or not at all, for its owner alone."""
    part = folder() / f".{uuid4().hex}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder() / name)


@contextmanager
def changing() -> Iterator[KeySet]:
    """Hold the folder, which is made where it is missing, for one change at a time; yield the keys of before."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    folder().chmod(0o700)
    with open(folder() / ".lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield key_set()


def _new_key(starts: date) -> Key:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = Key(public, starts, starts + HELD_FOR)
    keep_private(key.id, private)
    return key


def _publish(keys: KeySet, now: datetime) -> None:
    """Write the next set, signed with every key that has not leaked; all private keys are encrypted anew."""
    privates = {key.id: private for key in keys.keys if key.leaked is None and (private := _private(key)) is not None}
    encrypt_again()
    write(_SET, envelope(KEYS, keys.payload(now), privates))


def _private(key: Key) -> Ed25519PrivateKey | None:
    private = private_key(key.id)
    return private if isinstance(private, Ed25519PrivateKey) else None


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""
