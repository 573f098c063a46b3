"""Ledger of the messages in a batch that carriers took: a file, until the database has them.

A statement for each message costs as much as the message. What is written together at the end of a batch would be sent
again where the process is killed before; a line in a file outlives the process, and costs next to nothing.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class AcceptedMessage:
    """The deliveries, by primary key, that a carrier took as one message, and by what it finds it again."""

    pks: Sequence[int]
    reference: str


class Ledger:
    """The file of one batch, which is locked as long as its process lives. Where none can be written there is none."""

    def __init__(self, file: int | None, path: Path) -> None:
        self._file, self._path = file, path

    def note(self, taken: AcceptedMessage) -> bool:
        """Write a line. False where that cannot be: then the database has to be told at once."""
        if self._file is None:
            return False
        line = json.dumps([list(taken.pks), taken.reference]).encode() + b"\n"
        written = 0
        with suppress(OSError):
            written = os.write(self._file, line)
        if written < len(line):
            self._file = None  # nothing is put behind half a line
        return written == len(line)

    def forget(self) -> None:
        """Remove the file: the database says all of it. Where the file stays all the same, that it says so changes
        nothing.
        """
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


@contextmanager
def open_ledger() -> Iterator[Ledger]:
    """Yield a new file for a batch. It stays for `recover` unless all of it is forgotten."""
    path = _folder() / f"{_database()}-{uuid4()}.taken"
    file = None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
    try:
        is_there = file is not None and os.fstat(file).st_nlink > 0  # another process may have deleted it as abandoned
        yield Ledger(file if is_there else None, path)
    finally:
        if file is not None:
            os.close(file)


def recover(tell: Callable[[list[AcceptedMessage]], object]) -> int:
    """Let `tell` write what stands in the files of processes that are no more. Returns how many messages that were."""
    number = 0
    for path in sorted(_folder().glob(f"{_database()}-*.taken")):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if lines := _read(file.read()):
                tell(lines)
            number += len(lines)
            path.unlink(missing_ok=True)
    return number


def _read(data: bytes) -> list[AcceptedMessage]:
    """Return the entries in `data`; a line that was cut off is skipped."""
    lines = []
    for line in data.split(b"\n")[:-1]:
        with suppress(ValueError, TypeError):
            lines.append(AcceptedMessage(*json.loads(line)))
    return lines


def _folder() -> Path:
    return Path(settings.NOTICES_DIR)


def _database() -> str:
    """Name the database whose deliveries they are."""
    about = [str(connection.settings_dict.get(key, "")) for key in ("ENGINE", "NAME", "HOST", "PORT")]
    return sha256(repr(about).encode()).hexdigest()[:12]
