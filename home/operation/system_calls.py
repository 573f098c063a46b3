"""Calls to the system for a process, where it has them: the allocator of memory, the name of the process, and its
end.
"""

import ctypes
import os
import signal
from collections.abc import Mapping

ARENAS = "MALLOC_ARENA_MAX"
OPTIONS = {ARENAS: -8}
"""The number of glibc's `mallopt` for what this variable sets. Source: malloc.h."""
SET_END, SET_NAME = 1, 15
"""Linux's `PR_SET_PDEATHSIG` and `PR_SET_NAME`. Source: prctl.h."""


def set_allocator(values: Mapping[str, str]) -> None:
    """Set `values` of the allocator, unless the environment says otherwise, for this process and what it starts."""
    for name, value in values.items():
        if name not in os.environ:
            os.environ[name] = value
            _call("mallopt", OPTIONS[name], int(value))


def name_process(name: str) -> None:
    """Make `ps` and `top` call this process by the first 15 bytes of `name`."""
    _call("prctl", SET_NAME, name.encode()[:15])


def end_with_parent() -> None:
    """Ask this process to end when the one that started it does, also where that was killed."""
    _call("prctl", SET_END, signal.SIGTERM)


def _call(function: str, number: int, value: int | bytes) -> None:
    """Call a `function` of the C library; a library that does not know it is left alone."""
    try:
        getattr(ctypes.CDLL(None), function)(number, value, 0, 0, 0)
    except (AttributeError, OSError, TypeError):
        return
