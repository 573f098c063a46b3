"""A play once more, entry by entry: what the clock did by itself, then what the entry did. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..clock import begin_play, settle
from ..reducer import Entry, play
from ..script import Script
from ..state import State


@dataclass(frozen=True)
class ReplayStep:
    """One entry: the state before it, the same at its minute if nobody had done anything, and what it became.

    The last one has no entry: it is what happened by itself until the end of the play.
    """

    entry: Entry | None
    before: State
    settled: State
    after: State


def steps_of(script: Script, log: Sequence[Entry], until: int) -> Iterator[ReplayStep]:
    """Raise `Refused` where an entry does not fit."""
    state = begin_play(script)
    for entry in log:
        settled = state if script.in_turns else settle(script, state, entry.at)
        after = play(script, state, entry).state
        yield ReplayStep(entry, state, settled, after)
        state = after
    last = settle(script, state, until)
    yield ReplayStep(None, state, last, last)
