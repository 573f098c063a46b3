"""Files of the audit log: gzip members of JSON lines, one after the other, which any reader takes for one file."""

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

OWNER = 0o600
"""Who runs the site reads and writes, nobody else does anything."""


class TruncatedFile(Exception):
    """The file is shorter than what was written to it: somebody lost or cut it. Nothing was written."""


def append(path: Path, lines: Iterable[str], *, size: int) -> int:
    """Write `lines` behind the first `size` bytes of the file, in place of whatever follows them.

    Returns how many bytes the file has now, once all of them and its name are on the disk. The same again, with the
    same `size`, gives the same file. Raises `TruncatedFile`.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, OWNER)
    with os.fdopen(handle, "r+b") as file:
        os.fchmod(handle, OWNER)
        if os.fstat(handle).st_size < size:
            raise TruncatedFile(path.name)
        file.truncate(size)
        file.seek(size)
        file.write(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))
        file.flush()
        os.fsync(handle)
        written = file.tell()
    _sync_names(path.parent)
    return written


def remove(path: Path) -> None:
    """Delete the file, if it is there."""
    path.unlink(missing_ok=True)
    if path.parent.exists():
        _sync_names(path.parent)


def _sync_names(folder: Path) -> None:
    """Write the names in the folder to the disk: a new file is on the disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
