"""Numbers of processes and threads that suit the memory of this machine, and how their threads share free memory."""

import ctypes
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CGROUPS = ("memory.max", "memory/memory.limit_in_bytes")
"""The limit of a container, in bytes, below the folder of control groups: of version 2 and of version 1."""
ARENAS, MALLOPT_ARENAS = "MALLOC_ARENA_MAX", -8
"""The variable, and the number of glibc's `mallopt` for it (malloc.h)."""
ONE_STORE: Mapping[str, str] = {ARENAS: "1"}
"""For the C library's allocator: one store of free memory for all threads of a process. What passwords took is given
back when none came for a second (`lms.people.identity.protection.hashers`). The same line stands in
docs/run/installing.md.
"""


@dataclass(frozen=True)
class Size:
    """Web processes and threads of each; megabytes after which the process that runs tasks is replaced by a new one."""

    workers: int
    threads: int
    task_mb: int


SMALL = Size(workers=2, threads=4, task_mb=220)
MEDIUM = Size(workers=3, threads=8, task_mb=260)


def size_for(megabytes: int | None, processors: int) -> Size:
    """Return the size. Below 1.5 GB, or where the memory is not known: small. Below 3 GB: for a server of 2 GB. Above:
    a process for each processor and one more, up to 9.
    """
    if megabytes is None or megabytes < 1500:
        return SMALL
    if megabytes < 3000:
        return MEDIUM
    return Size(workers=min(max(processors + 1, 3), 9), threads=8, task_mb=400)


def size_here(megabytes: int | None = None) -> Size:
    """Return the size for so many `megabytes`; where nothing is said, for all that this machine has."""
    return size_for(megabytes or memory(), os.cpu_count() or 1)


def share_free_memory() -> None:
    """Let all threads of this process and of its forks share one store, unless the environment says otherwise. A C
    library that does not know the call is left alone.
    """
    if ARENAS not in os.environ:
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(MALLOPT_ARENAS, int(ONE_STORE[ARENAS]))


def memory(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Return megabytes that this machine has, or those that its container may take; None where nothing says so."""
    found = [number for file in CGROUPS if (number := _number(groups / file, 0))]
    if total := _number(proc / "meminfo", 1):
        found.append(total * 1024)
    return min(found) // (1024 * 1024) if found else None


def _number(file: Path, place: int) -> int | None:
    """Return the whole number that stands at `place` of the words of a file: none in “max”, or where there is no
    file.
    """
    try:
        return int(file.read_text().split()[place])
    except (OSError, ValueError, IndexError):
        return None
