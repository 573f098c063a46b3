"""Calls into plugins, and which are under way in this process: not every thread may wait for one that hangs. Pure."""

from dataclasses import dataclass
from threading import get_ident
from time import monotonic

from . import faults

SLOW, SLOW_AT_LEISURE = 5.0, 30.0
"""Seconds after which a call under way is slow, and one whose work grows with a course or an institution."""
MOST_OF_ONE, MOST_OF_PLUGIN = 2, 4
"""Most slow calls of one function, and of a plugin, that may be under way in a process before no other thread begins
one.
"""
AT_LEISURE = {
    *(faults.REPORT, faults.LINE, faults.JOB, faults.EVENT),
    *(faults.FIGURE, faults.FORMAT, faults.CHANNEL, faults.PERSONAL, faults.SOURCE),
}


@dataclass(frozen=True)
class Call:
    """One function of a plugin, as the core calls it: `socket` is where it was registered, `name` what it is there."""

    plugin: str
    socket: str
    name: str

    def __str__(self) -> str:
        return f"{self.socket} {self.name}"

    @property
    def is_at_leisure(self) -> bool:
        """True if no person's request waits for this call, or its work grows with a course or an institution."""
        return self.socket in AT_LEISURE or self.name.endswith(".compile")


Begun = tuple[Call, float]
under_way: dict[int, Begun] = {}
"""By thread the innermost call, and when it began."""


def begin(call: Call) -> Begun | None:
    """Note that this thread is in `call` from now on. Gives what it was in before, for `end`."""
    thread = get_ident()
    before = under_way.get(thread)
    under_way[thread] = call, monotonic()
    return before


def end(before: Begun | None) -> float:
    """Note that this thread is back in what it was in before its call. Gives the seconds that the call took."""
    thread = get_ident()
    _call, began = under_way[thread]
    if before is None:
        del under_way[thread]
    else:
        under_way[thread] = before
    return monotonic() - began


def is_crowded(call: Call) -> bool:
    """Return whether as many other threads as may already wait for `call`, or for other calls of its plugin."""
    now = monotonic()
    slow = [
        other
        for other, began in _of_other_threads()
        if other.plugin == call.plugin and now - began > (SLOW_AT_LEISURE if other.is_at_leisure else SLOW)
    ]
    return slow.count(call) >= MOST_OF_ONE or len(slow) >= MOST_OF_PLUGIN


def is_elsewhere(call: Call) -> bool:
    """Return whether another thread is in `call`."""
    return any(other == call for other, _began in _of_other_threads())


def _of_other_threads() -> list[Begun]:
    own = get_ident()
    return [begun for thread, begun in list(under_way.items()) if thread != own]
